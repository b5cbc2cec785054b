"""Hostile papers are refused or harmless, and after a kill nothing of a paper can be read anywhere (R: P1, G2)."""

import contextlib
import io
import re
import time
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from records.documents import files
from sharing.governors import reading_rules
from sharing.governors.models import PaperPage
from tests.planted import in_clear
from tests.processes import kill, start
from tests.sharing.governors.meeting import Board, a_pdf

pytestmark = [pytest.mark.requirement("P1")]
TOKEN = "okapi-7731-planted"


def made(change=None, pages: int = 1, **saved) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        if change:
            change(pdf)
        pdf.save(out, **saved)
    return out.getvalue()


def with_script(pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_file(pdf) -> None:
    pdf.attachments["evil.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ evil", filename="evil.exe")


def with_huge_box(pdf) -> None:
    pdf.pages[0].MediaBox = [0, 0, 14_000_000, 14_000_000]


def with_long_box(pdf) -> None:
    pdf.pages[0].MediaBox = [0, 0, 10, 14_000_000]


def with_bomb(pdf) -> None:
    image = pikepdf.Stream(pdf, b"\0" * 20_000_000)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = 60_000, 60_000, 8
    image.ColorSpace = pikepdf.Name.DeviceRGB
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=pdf.make_indirect(image)))
    pdf.pages[0].Contents = pikepdf.Stream(pdf, b"500 0 0 500 0 0 cm /I Do " * 200)


HARMLESS = {"JavaScript": with_script, "embedded file": with_file, "huge box": with_huge_box, "long box": with_long_box}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_a_paper_carries_besides_its_pages_is_left_behind(what):
    content = made(HARMLESS[what])
    assert files.check(content).pages == 1
    ((image, _),) = files.drawn(content)
    assert image.startswith(b"\x89PNG") and len(image) < 10_000_000
    assert b"evil" not in image and b"JavaScript" not in image


def test_ten_thousand_pages_a_password_and_half_a_file_are_refused():
    locked = made(encryption=pikepdf.Encryption(owner="one", user="two", R=6))
    for content in (made(pages=10_000), locked, a_pdf("text")[:4000], b"%PDF-1.7<html><script>alert(1)</script>"):
        with pytest.raises(files.FileNotTaken):
            files.check(content)
            list(files.drawn(content))


def test_a_bomb_ends_with_its_process(monkeypatch):
    monkeypatch.setattr(files, "SECONDS_ALL", 25)
    with contextlib.suppress(files.FileNotTaken):  # refused is as good as harmless
        assert all(len(image) < 40_000_000 for image, _ in files.drawn(made(with_bomb)))


def test_the_renderer_has_no_keys_and_none_of_our_code(monkeypatch):
    seen = {}

    def popen(command, **more):
        seen.update(more, command=command)
        raise OSError("stop here")

    monkeypatch.setattr(files.subprocess, "Popen", popen)
    with pytest.raises(OSError):
        list(files.drawn(a_pdf("text")))
    assert seen["env"] == {} and "-I" in seen["command"] and seen["command"][-2].endswith("render_worker.py")
    for path in (Path(settings.BASE_DIR) / "sharing/governors").rglob("*.py"):
        assert not re.search(r"pypdfium2|\bPIL\b", path.read_text()), "the web process draws nothing"


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("G2")
def test_after_a_kill_in_the_middle_nothing_of_the_paper_is_readable(world, tmp_path):
    board = Board()
    source = tmp_path / "paper.pdf"
    source.write_bytes(a_pdf(*[f"{TOKEN} page {n}" for n in range(30)], title=TOKEN))
    began = time.time()
    process = start(
        "from sharing.governors.models import Item\nfrom sharing.governors import preparing\n"
        f"item = Item.objects.get(pk={board.first.pk})\n"
        f"content = open({str(source)!r}, 'rb').read()\n"
        f"preparing.add_paper(item, {TOKEN!r}, content, by=item.by)\n"
    )
    while not PaperPage.objects.count() >= 3 and process.poll() is None:
        time.sleep(0.02)
    kill(process)
    assert PaperPage.objects.exists() and not reading_rules.papers(board.nell).exists()
    source.unlink()
    assert in_clear(TOKEN, began) == []
