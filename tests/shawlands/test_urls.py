"""Names of URLs: each has the namespace of its subject, and each that is written anywhere is there."""

import re
from collections.abc import Iterator
from pathlib import Path

from accounts import allauth_urls
from tests.discovery import PRODUCT, TESTS
from tests.walking import names, views

ROOT = TESTS.parent
OF_ALLAUTH = {pattern.name for pattern in allauth_urls.urlpatterns}
OWN = sorted(names() - OF_ALLAUTH)
TAG = re.compile(r"""{%\s*(?:url|back_to)\s+["']([^"']+)["']""")


def test_every_url_but_allauths_has_the_namespace_of_a_folder_that_its_view_is_in():
    found = {name: views()[name].__module__.split(".") for name in OWN}
    assert not {name: module for name, module in found.items() if name.rpartition(":")[0] not in module}


def test_only_names_that_allauth_asks_for_have_no_namespace():
    assert all(name.startswith(("account_", "mfa_")) for name in OF_ALLAUTH)


def written(folders: tuple[str, ...], ending: str) -> Iterator[tuple[Path, str]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(f"*.{ending}")):
            yield path, path.read_text(encoding="utf-8")


def test_every_name_in_a_template_is_of_a_url():
    used = {name: path for path, text in written(("templates",), "html") for name in TAG.findall(text)}
    assert "child:find" in used
    assert not {name: path for name, path in used.items() if name not in names()}


def test_every_name_in_code_is_of_a_url():
    """Also where it stands in a table: links of the home page, tasks, forms that wait for a code."""
    spaces = "|".join(sorted({name.partition(":")[0] for name in OWN}))
    own = re.compile(rf"""["']((?:{spaces}):[a-z_]+)["']""")
    used = {name: path for path, text in written((*PRODUCT, "tools"), "py") for name in own.findall(text)}
    assert "child:find" in used
    assert not {name: path for name, path in used.items() if name not in names()}
