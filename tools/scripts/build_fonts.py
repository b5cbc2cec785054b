"""Put the fonts of the papers into build/fonts, with a list of which characters each of them has.

Run by `make install`. Needs node_modules; writes nothing outside build/.
"""

import json
import shutil
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent.parent
FROM = ROOT / "node_modules/@expo-google-fonts"
OUT = ROOT / "build/fonts"
MAIN = "NotoSans_400Regular.ttf"
"""The font of everything that it has; the others serve the scripts that it lacks."""


def ranges(points: set[int]) -> list[list[int]]:
    """The numbers as runs, each with its first and last."""
    runs = [
        [point for _, point in run]
        for _, run in groupby(enumerate(sorted(points)), lambda numbered: numbered[1] - numbered[0])
    ]
    return [[run[0], run[-1]] for run in runs]


def main() -> None:
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    coverage = []
    for file in sorted(FROM.glob("*/400Regular/*.ttf"), key=lambda file: (file.name != MAIN, file.name)):
        shutil.copy(file, OUT)
        with TTFont(file, lazy=True) as font:
            coverage.append([font["name"].getBestFamilyName(), ranges(set(font.getBestCmap()))])
    shutil.copy(FROM / "noto-sans/700Bold/NotoSans_700Bold.ttf", OUT)
    if not coverage or not (OUT / MAIN).exists():
        raise SystemExit("The fonts are missing: run tools/scripts/npm ci")
    (OUT / "coverage.json").write_text(json.dumps(coverage))


if __name__ == "__main__":
    main()
