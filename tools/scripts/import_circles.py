"""Circles among the product's imports: `python -m tools.scripts.import_circles [folder ...]`.

Every import counts, also those inside functions and under TYPE_CHECKING. Ends with 1 where there is a circle of
modules. With --subjects it also lists circles of subjects, which do not fail.
"""

import ast
import sys
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TOPS = ("core", "accounts", "records", "sharing", "oversight", "shawlands", "tools")
Graph = dict[str, set[str]]
Imports = Counter[tuple[str, str]]


def modules(tops: tuple[str, ...], root: Path = ROOT) -> dict[str, Path]:
    """The modules below these folders, by their dotted names."""
    paths = {}
    for top in tops:
        for path in sorted((root / top).rglob("*.py")):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(root).with_suffix("").parts)
                paths[name.removesuffix(".__init__")] = path
    return paths


def graph(known: dict[str, Path]) -> Graph:
    """Which of the modules each of them imports."""
    imported: Graph = defaultdict(set)
    for name, path in known.items():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported[name] |= {alias.name for alias in node.names if alias.name in known}
            elif isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}"
                    imported[name] |= {whole} if whole in known else {node.module} & set(known)
        imported[name].discard(name)
    return imported


def circles(edges: Graph) -> list[list[str]]:
    """Groups of modules of which each reaches each (Tarjan's strongly connected components)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    groups = []

    def visit(name: str) -> None:
        number[name] = lowest[name] = len(number)
        stack.append(name)
        for other in sorted(edges.get(name, ())):
            if other not in number:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in stack:
                lowest[name] = min(lowest[name], number[other])
        if lowest[name] == number[name]:
            group = [stack.pop()]
            while group[-1] != name:
                group.append(stack.pop())
            if len(group) > 1:
                groups.append(sorted(group))

    for name in sorted(edges):
        if name not in number:
            visit(name)
    return groups


def between(edges: Graph, depth: int) -> Imports:
    """How many imports lead from one folder to another: of the top folders (1) or of their subjects (2). A folder below
    a top folder is a subject, and so is a module that stands beside them."""
    counts: Imports = Counter()
    for name, others in edges.items():
        here = ".".join(name.split(".")[:depth])
        counts.update((here, there) for other in others if (there := ".".join(other.split(".")[:depth])) != here)
    return counts


def subjects(edges: Graph) -> Graph:
    """The same between subjects."""
    imported: Graph = defaultdict(set)
    for here, there in between(edges, 2):
        imported[here].add(there)
    return imported


def main() -> int:
    tops = tuple(each for each in sys.argv[1:] if not each.startswith("--")) or TOPS
    edges = graph(modules(tops))
    groups = circles(edges)
    for group in groups:
        print(f"A circle of {len(group)} modules: {', '.join(group)}")
        for name in group:
            print(f"    {name} -> {', '.join(sorted(edges[name] & set(group)))}")
    if "--subjects" in sys.argv:
        for group in circles(subjects(edges)):
            print(f"A circle of {len(group)} subjects: {', '.join(group)}")
            for name in group:
                print(f"    {name} -> {', '.join(sorted(subjects(edges)[name] & set(group)))}")
    print(f"{len(edges)} modules, {sum(map(len, edges.values()))} imports, {len(groups)} circles")
    return 1 if groups else 0


if __name__ == "__main__":
    sys.exit(main())
