"""Papers, made with Typst: data goes in as data, never as markup. Tagged PDF/UA-1.

paper.typ and minutes.typ are set by page.typ: the school, `heads` (to, from, date, reference), the title, `greeting`,
`lead`, what the paper holds, `closing`, `complaints`, and the foot. heads.py has what all papers say of people.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from records.documents.letters import characters

HERE = Path(__file__).parent


def pdf(name: str, data: dict[str, Any]) -> bytes:
    """The paper `name` (a .typ file beside this) with `data`, as PDF bytes.

    Whatever the text holds: what no font can print is written as its Unicode name in square brackets.
    """
    try:
        return _set(name, characters.each(data, characters.printable))
    except typst.TypstError:
        # What could be printed by the list of the fonts' characters, and could not be set all the same.
        return _set(name, characters.each(data, lambda text: characters.named(characters.printable(text))))


def _set(name: str, data: dict[str, Any]) -> bytes:
    families = [font.family for font in characters.fonts()]
    return typst.compile(
        str(HERE / f"{name}.typ"),
        sys_inputs={"data": json.dumps(data), "fonts": json.dumps(families)},
        pdf_standards=["ua-1"],
        font_paths=_fonts(),
        format="pdf",
    )


@cache
def _fonts() -> Any:
    """The fonts of the papers and no others, looked for once."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(settings.FONTS)])
