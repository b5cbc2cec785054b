"""Examines a file from outside, apart from the product: run by its path, without keys, database or network use.

    python -I render_worker.py check       the file on standard input; JSON with its type and number of pages
    python -I render_worker.py page N      the picture of page N, as PNG
    python -I render_worker.py text N      the text of page N, as UTF-8
    python -I render_worker.py pages       of each page its picture and its text, each after its length (4 bytes)
    python -I render_worker.py mark WORDS  the picture on standard input, with the words across it
    python -I render_worker.py bind WORDS  a PDF of pictures, each after its length, with the words across each

Exit code 3, and a sentence on standard output, for a file that is not taken. Memory and time are limited.
"""

import io
import json
import resource
import sys
from typing import Any

from PIL import Image, ImageDraw, ImageFont, ImageOps

MEMORY, SECONDS, SECONDS_ALL = 1_500_000_000, 20, 150
MOST_PAGES, MOST_PIXELS, WIDTH = 300, 60_000_000, 1400
MOST_OF_A_PAGE, COLOURED = 8_000_000, 60  # pixels; saturation of 255 from which a page is kept in colour


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
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("This picture is too large. Make it smaller and try again")
        opened.load()
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((WIDTH, WIDTH * 4))
    return upright


def document(content: bytes) -> Any:
    import pypdfium2  # slow to import, and only PDFs need it

    pdf = pypdfium2.PdfDocument(content)
    if not 0 < len(pdf) <= MOST_PAGES:
        raise Refused(f"A PDF can have up to {MOST_PAGES} pages. Split it")
    return pdf


def check(content: bytes) -> bytes:
    kind = kind_of(content)
    pages = 1
    if kind == "application/pdf":
        pdf = document(content)
        pages = len(pdf)
        pdf[0].get_size()
    elif kind.startswith("image/"):
        image(content)
    return json.dumps({"type": kind, "pages": pages}).encode()


def drawn(sheet: Any) -> Any:
    """The picture of a page, however large it says it is."""
    wide, high = max(sheet.get_width(), 1), max(sheet.get_height(), 1)
    return sheet.render(scale=min(WIDTH / wide, 4, (MOST_OF_A_PAGE / (wide * high)) ** 0.5)).to_pil()


def png(picture: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def page(content: bytes, number: int) -> bytes:
    if kind_of(content) == "application/pdf":
        return png(drawn(document(content)[number - 1]).convert("RGB"))
    return png(image(content))


def pages(content: bytes) -> bytes:
    """Write each page as it is drawn: never more than one is in memory."""
    for sheet in document(content):
        picture = drawn(sheet).convert("RGB")
        small = picture.resize((picture.width // 4 or 1, picture.height // 4 or 1)).convert("HSV")
        grey = small.getchannel("S").getextrema()[1] < COLOURED
        for part in (png(picture.convert("L") if grey else picture), written(sheet)):
            sys.stdout.buffer.write(len(part).to_bytes(4, "big") + part)
        sys.stdout.buffer.flush()
    return b""


def marked(content: bytes, words: str) -> Any:
    """The picture with the words across it, again and again, so that no part of it is without them."""
    with Image.open(io.BytesIO(content), formats=["PNG"]) as opened:
        opened.load()
        picture = opened.convert("RGB") if opened.mode != "L" else opened.copy()
    font = ImageFont.load_default(size=26)
    stripe = Image.new("L", (picture.width * 2, 60), 0)
    draw = ImageDraw.Draw(stripe)
    step = int(draw.textlength(words, font=font)) + 80
    for x in range(0, stripe.width, max(step, 80)):
        draw.text((x, 12), words, fill=90, font=font)
    turned = stripe.rotate(24, expand=True, resample=Image.Resampling.BILINEAR)
    for y in range(-turned.height, picture.height, 260):
        picture.paste(0 if picture.mode == "L" else (0, 0, 0), (-picture.width // 3, y), turned)
    return picture


def written(sheet: Any) -> bytes:
    """The text of a page, in the order of the file."""
    return sheet.get_textpage().get_text_bounded().replace("\r\n", "\n").encode("utf-8", "replace")


def text(content: bytes, number: int) -> bytes:
    kind = kind_of(content)
    if kind == "application/pdf":
        return written(document(content)[number - 1])
    return content.removeprefix(b"\xef\xbb\xbf") if kind == "text/plain" else b""


def bound(content: bytes, words: str) -> bytes:
    """One PDF of pictures, each after its length (4 bytes), each with the words across it."""

    def sheets() -> Any:
        at = 0
        while at < len(content):
            size = int.from_bytes(content[at : at + 4], "big")
            yield marked(content[at + 4 : at + 4 + size], words)
            at += 4 + size

    every = sheets()
    out = io.BytesIO()
    next(every).save(out, "PDF", save_all=True, append_images=every, resolution=150, title="", author="")
    return out.getvalue()


def main() -> int:
    what, more = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "0"
    seconds = SECONDS_ALL if what in ("pages", "bind") else SECONDS
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    content = sys.stdin.buffer.read()
    ways = {
        "check": lambda: check(content),
        "page": lambda: page(content, int(more)),
        "text": lambda: text(content, int(more)),
        "mark": lambda: png(marked(content, more)),
        "bind": lambda: bound(content, more),
        "pages": lambda: pages(content),
    }
    try:
        answer = ways[what]()
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
