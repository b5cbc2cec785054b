"""A Chromium to test with: Debian's where there is one, else the one that comes as an npm package."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKED = ROOT / "node_modules/@sparticuz/chromium/bin"
UNPACK = """
const { createReadStream, createWriteStream } = require('fs'), { createBrotliDecompress } = require('zlib')
createReadStream(process.argv[1]).pipe(createBrotliDecompress()).pipe(createWriteStream(process.argv[2]))
"""


def executable() -> tuple[str, dict[str, str]]:
    """The browser's path, and what its environment needs. Unpacked once into build/chromium, whole or not at all: a
    browser whose libraries another process unpacks again under it goes wrong in any way it likes."""
    for name in ("chromium", "chromium-browser"):
        if found := shutil.which(name):
            return found, {}
    home = ROOT / "build/chromium"
    if not home.exists():
        home.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="chromium-", dir=home.parent) as folder:
            _unpack(Path(folder), home)
            with suppress(OSError):  # another process was first
                (Path(folder) / "whole").rename(home)
    return str(home / "chromium"), {
        "LD_LIBRARY_PATH": f"{home / 'lib'}:{os.environ.get('LD_LIBRARY_PATH', '')}",
        "FONTCONFIG_FILE": str(home / "fonts.conf"),
    }


def _unpack(folder: Path, home: Path) -> None:
    """Into `folder / "whole"`, which is to become `home`."""
    from tools.scripts.build_static import node

    whole = folder / "whole"
    whole.mkdir()
    for name in ("chromium", "al2023.tar", "fonts.tar"):
        target = whole / name
        subprocess.run([node(), "-e", UNPACK, str(PACKED / f"{name}.br"), str(target)], check=True)
        if name.endswith(".tar"):
            shutil.unpack_archive(target, whole, "tar")
            target.unlink()
    (whole / "chromium").chmod(0o755)
    fonts = home / next(path for path in whole.rglob("*.ttf")).parent.relative_to(whole)
    (whole / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{fonts}</dir>'
        f"<cachedir>{home / 'fontcache'}</cachedir></fontconfig>"
    )


if __name__ == "__main__":
    print(executable(), file=sys.stderr)
