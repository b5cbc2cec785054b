"""A Chromium to test with: Debian's where there is one, else the one that comes as an npm package."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKED = ROOT / "node_modules/@sparticuz/chromium/bin"
UNPACK = """
const { createReadStream, createWriteStream } = require('fs'), { createBrotliDecompress } = require('zlib')
createReadStream(process.argv[1]).pipe(createBrotliDecompress()).pipe(createWriteStream(process.argv[2]))
"""


def executable() -> tuple[str, dict[str, str]]:
    """The browser's path, and what its environment needs. Unpacked once into build/chromium."""
    for name in ("chromium", "chromium-browser"):
        if found := shutil.which(name):
            return found, {}
    home = ROOT / "build/chromium"
    if not (home / "done").exists():
        _unpack(home)
    return str(home / "chromium"), {
        "LD_LIBRARY_PATH": f"{home / 'lib'}:{os.environ.get('LD_LIBRARY_PATH', '')}",
        "FONTCONFIG_FILE": str(home / "fonts.conf"),
    }


def _unpack(home: Path) -> None:
    from scripts.build_static import node

    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("chromium", "al2023.tar", "fonts.tar"):
            target = Path(folder) / name
            subprocess.run([node(), "-e", UNPACK, str(PACKED / f"{name}.br"), str(target)], check=True)
            if name.endswith(".tar"):
                shutil.unpack_archive(target, home, "tar")
        shutil.move(Path(folder) / "chromium", home / "chromium")
    (home / "chromium").chmod(0o755)
    fonts = next((path for path in home.rglob("*.ttf")), None)
    where = fonts.parent if fonts else home
    (home / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{where}</dir>'
        f"<cachedir>{home / 'fontcache'}</cachedir></fontconfig>"
    )
    (home / "done").touch()


if __name__ == "__main__":
    print(executable(), file=sys.stderr)
