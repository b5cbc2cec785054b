"""Looks at a file that somebody sent, apart from the product: run by its path, without keys, database or network use.

    python -I render_page.py check       the file on standard input; JSON with its type and number of pages
    python -I render_page.py page N      the picture of page N, as PNG
    python -I render_page.py text N      the text of page N, as UTF-8

Exit code 3, and a sentence on standard output, for a file that is not taken. Memory and time are limited.
"""

import io
import json
import resource
import sys
from typing import Any

MEMORY, SECONDS = 1_500_000_000, 20
MOST_PAGES, MOST_PIXELS, WIDTH = 300, 60_000_000, 1400


class Refused(Exception):
    pass


def kind_of(content: bytes) -> str:
    """The type of a file by what it holds, whatever its name says."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("We take PDF, PNG, JPEG and plain text. Save the file as a PDF and try again") from None
    if "\0" in text:
        raise Refused("We take PDF, PNG, JPEG and plain text. Save the file as a PDF and try again")
    if text.lstrip("\ufeff \r\n\t")[:1] == "<":
        raise Refused("This is a web page, whatever its name says. Save what you need as a PDF and try again")
    return "text/plain"


def image(content: bytes) -> Any:
    """The picture, upright, at most WIDTH wide, without its metadata."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("This picture is too large. Make it smaller and try again")
        opened.load()
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((WIDTH, WIDTH * 4))
    return upright


def document(content: bytes) -> Any:
    import pypdfium2

    found = pypdfium2.PdfDocument(content)
    if not 0 < len(found) <= MOST_PAGES:
        raise Refused(f"A PDF can have up to {MOST_PAGES} pages. Split it")
    return found


def check(content: bytes) -> bytes:
    kind = kind_of(content)
    pages = 1
    if kind == "application/pdf":
        found = document(content)
        pages = len(found)
        found[0].get_size()
    elif kind.startswith("image/"):
        image(content)
    return json.dumps({"type": kind, "pages": pages}).encode()


def page(content: bytes, number: int) -> bytes:
    kind = kind_of(content)
    if kind == "application/pdf":
        sheet = document(content)[number - 1]
        picture = sheet.render(scale=min(WIDTH / max(sheet.get_width(), 1), 4)).to_pil().convert("RGB")
    else:
        picture = image(content)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def text(content: bytes, number: int) -> bytes:
    kind = kind_of(content)
    if kind == "application/pdf":
        found = document(content)[number - 1].get_textpage().get_text_bounded()
        return found.replace("\r\n", "\n").encode("utf-8", "replace")
    return content.removeprefix(b"\xef\xbb\xbf") if kind == "text/plain" else b""


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read()
    what, number = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    try:
        answer = {"check": lambda: check(content), "page": lambda: page(content, number),
                  "text": lambda: text(content, number)}[what]()  # fmt: skip
    except Refused as refusal:
        sys.stdout.write(str(refusal))
        return 3
    except Exception:
        sys.stdout.write("This file is damaged, or is protected by a password. Save it again as a PDF and try again")
        return 3
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
