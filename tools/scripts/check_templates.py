"""Says which templates are laid out so that nobody can edit them: one element a line, no line over 120 characters.

What is inside text may stay on its line: a link, a word in bold. A block may not: a paragraph, a row of
a table, a field. Indentation is checked by djhtml, which `--write` lets put it right.
"""

import re
import subprocess
import sys
from pathlib import Path

LONGEST = 120
BLOCKS = ("card", "warning")
"""Our own tags with an end."""
OWN_LINE = (
    "address article aside body button caption dd details dialog div dl dt fieldset figure footer form h1 h2 h3 h4 "
    "head header hr html input label legend li main nav ol option p script section select summary svg table tbody td "
    "textarea tfoot th thead tr ul"
)
OPENS = re.compile(rf"<(?:{'|'.join(OWN_LINE.split())})\b")


def templates() -> list[Path]:
    """The project's templates: all together, or beside the subject that they belong to."""
    tops = ["templates", *(str(path.parent) for path in Path().glob("*/__init__.py"))]
    return sorted(path for top in tops for path in Path(top).rglob("*.html") if "templates" in path.parts)


def faults(path: Path) -> list[str]:
    """What is wrong in a template, a line each."""
    wrong = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if len(line) > LONGEST:
            wrong.append(f"{path}:{number}: {len(line)} characters, at most {LONGEST}")
        if len(OPENS.findall(line)) > 1:
            wrong.append(f"{path}:{number}: more than one element")
    return wrong


def indented(write: bool) -> int:
    """Check the indentation of all templates, or put it right; returns what djhtml does: 0 where all is well."""
    blocks = [part for name in BLOCKS for part in ("-b", f"{name},end{name}")]
    files = [str(path) for path in templates()]
    check = [] if write else ["--check"]
    return subprocess.run([sys.executable, "-m", "djhtml", *check, *blocks, "-t", "2", *files]).returncode


if __name__ == "__main__":
    wrong = [fault for path in templates() for fault in faults(path)]
    print("\n".join(wrong) or "Templates: one element a line")
    sys.exit(bool(wrong) or indented(write="--write" in sys.argv))
