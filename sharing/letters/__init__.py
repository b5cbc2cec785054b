"""Papers, made with Typst: data goes in as data, never as markup. Tagged PDF/UA-1."""

import json
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent


def pdf(name: str, data: dict[str, Any]) -> bytes:
    """The paper `name` (a .typ file beside this) with `data`, as PDF bytes."""
    return typst.compile(
        str(HERE / f"{name}.typ"),
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        format="pdf",
    )
