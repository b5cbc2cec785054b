"""Writes docs/requirements.md: which test shows which requirement. `python -m tools.scripts.requirements`."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs/requirements.md"
NAMES = {
    "B4": "Pupils are imported, with a preview",
    "C0": "Raising a concern",
    "G6e": "Volunteers pass on, and read nothing",
    "C1": "Explain and seek agreement",
    "C2": "Safety first",
    "C3": "Respect refusal, or override it",
    "C4": "Advice when in doubt",
    "C9": "Receipt confirmed or chased; corrections told",
    "C12": "Words one press away",
    "C13": "Outside bodies",
    "G6c": "Not to other children or their parents",
    "G9": "Parents and other schools",
    "C5": "Quality of what is shared",
    "C6": "Always a reason, never edited",
    "C7": "The Headteacher is kept informed",
    "C7a": "Unless it concerns the Headteacher",
    "C8": "A disclosure has exactly one authority",
    "C10": "Drafts survive and are private",
    "C11": "Reference, check your answers, printed record",
    "G1": "Need to know",
    "G2": "Safe and secure place; school staff only",
    "G4": "The same for all",
    "G6a": "Staff meetings: a professional connection",
    "G6h": "Briefings",
    "G10.1": "Reports circulated",
    "G10.3": "General notes name no child",
    "H1": "Professional notes are their author's alone",
    "P1": "Meetings, items, who reads",
    "P2": "Read page by page, marked",
    "P3": "Collected and destroyed",
    "P4": "Minutes name nobody",
    "P5": "Prudence outside meetings",
    "G6": "The undertaking; concerns about adults",
    "G10": "All or only some: the banner",
    "T1": "Everything is in the log, no names",
    "T2": "Append-only and tamper-evident",
    "T3": "The past can be asked",
    "T4": "No role reads what it does not need",
    "T5": "Disposal",
}
WRITTEN = "Written by `make docs`; a test fails when it is old."
PARTLY = """
## Not yet, or only in part
Not there yet: a dated general notice of each family (C1); a conversation that was logged picked in the flow (C1, G3);
past recipients told when a record itself is corrected (C9: those of a decision are); the checklist of a move (B3); a
formal request for a copy sent to the DPO (D); bulk information but for import (B1 to B3, B5);
conversations (G3), lessons (G5), breaches (G6), behaviour before others (G6b), "other information is held" (G6g),
medical cards, medicines, photographs (G7, G8, G10.2), release to parents (G9); retention of masters and signed minutes
carried out (P3: they are kept, and opened by two); appraisal (A); a health professional's own share decision (H1: a
concern so far); data protection duties (D); retention lists and approval (T5).
"""


def shown() -> dict[str, list[str]]:
    """Requirement to the tests that show it, read from the tests' own marks."""
    tests: dict[str, list[str]] = defaultdict(list)
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(file.read_text())
        whole: list[str] = []
        for node in tree.body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "pytestmark":
                whole = numbers([node.value])
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for number in dict.fromkeys([*numbers(node.decorator_list), *whole]):
                    tests[number].append(f"{file.relative_to(ROOT)}::{node.name}")
    return tests


def numbers(nodes: list[ast.expr]) -> list[str]:
    """The numbers in `…requirement("C3")` anywhere below these nodes."""
    return [
        str(call.args[0].value)
        for node in nodes
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "requirement"
        and isinstance(call.args[0], ast.Constant)
    ]


def page() -> str:
    """The page's text."""
    lines = ["# Which test shows which requirement", "", WRITTEN, ""]
    for number, tests in sorted(shown().items()):
        lines += [f"## {number} {NAMES[number]}", *(f"- `{test}`" for test in tests), ""]
    return "\n".join(lines) + PARTLY


if __name__ == "__main__":
    PAGE.write_text(page())
