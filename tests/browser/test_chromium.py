"""The browser of the tests: unpacked by one process while others do the same or have begun to use it; and asked in a
way that waits for the page."""

import re
from pathlib import Path

from tests.browser import chromium


def test_what_another_process_has_unpacked_stays_as_it_is(tmp_path, monkeypatch):
    home = tmp_path / "build/chromium"

    def unpack(folder: Path, whole: Path) -> None:
        (folder / "whole").mkdir()
        (folder / "whole/chromium").write_text("second")
        home.mkdir()
        (home / "chromium").write_text("first")

    monkeypatch.setattr(chromium, "ROOT", tmp_path)
    monkeypatch.setattr(chromium, "_unpack", unpack)
    monkeypatch.setattr(chromium.shutil, "which", lambda name: None)
    path, _ = chromium.executable()
    assert Path(path).read_text() == "first"
    assert [one.name for one in home.parent.iterdir()] == ["chromium"]


AT_ONCE = re.compile(r"assert (?!not ).*\.(is_visible|is_hidden|is_checked|is_enabled|input_value)\(.*")
"""What is not there is asked at once: waited for, it could have been there for a moment."""


def test_no_test_asks_what_a_page_shows_without_waiting_for_it():
    """A press does not wait for the page that it leads to; `expect` does, however slow the machine."""
    asked = {path.name: AT_ONCE.findall(path.read_text()) for path in Path(__file__).parent.glob("*.py")}
    assert {name: found for name, found in asked.items() if found} == {}
