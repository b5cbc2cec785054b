"""How large the product's files and functions are. Fails for a file over 400 lines or a function over 50."""

import ast
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tools.scripts.import_circles import ROOT, TOPS, modules

LONGEST_FILE, LONGEST_FUNCTION = 400, 50


@dataclass(frozen=True)
class Size:
    """A file: its lines, the names that it imports, and the lines of its longest function."""

    path: Path
    lines: int
    names: int
    function: int


def size_of(path: Path) -> Size:
    text = path.read_text()
    tree = ast.parse(text)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    longest = max((node.end_lineno - node.lineno + 1 for node in functions if node.end_lineno), default=0)
    return Size(path.relative_to(ROOT), text.count("\n"), sum(len(node.names) for node in imports), longest)


def sizes() -> list[Size]:
    """The files with code, without migrations."""
    return [size_of(path) for path in modules(TOPS).values() if path.stat().st_size]


def main() -> int:
    files = sizes()
    wrong = [f"{file.path}: {file.lines} lines, at most {LONGEST_FILE}" for file in files if file.lines > LONGEST_FILE]
    wrong += [
        f"{file.path}: a function of {file.function} lines, at most {LONGEST_FUNCTION}"
        for file in files
        if file.function > LONGEST_FUNCTION
    ]
    print("\n".join(wrong), end="\n" if wrong else "")
    lines, names = median(file.lines for file in files), median(file.names for file in files)
    print(f"{len(files)} files; median {lines:g} lines and {names:g} imported names")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
