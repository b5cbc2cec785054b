"""References that tell nothing: random, with a check sign, never serial (R: C7a, C11).

A serial number would tell how many decisions there are, and a gap would tell that one is hidden.
"""

import re
import secrets
from collections.abc import Iterable

from core.registers import Register

SIGNS = "2346789CDFGHJKMPQRTVWXY"  # 23 signs: no look-alikes, no vowels, so no words
_PREFIXES = Register[str]("references")
"""What a reference can begin with, and what it then is the reference of."""


def register(prefix: str, words: str) -> None:
    """Let references begin with `prefix`, one or two capital letters; `words` say of what they are. Called in
    AppConfig.ready. Raises ValueError for another form, and for a prefix that is registered for something else."""
    if not re.fullmatch(r"[A-Z]{1,2}", prefix):
        raise ValueError(f"a reference begins with one or two capital letters, not with {prefix}")
    _PREFIXES.add(prefix, words)


def check_sign(seven: str) -> str:
    """The eighth sign: places times weights 2 to 8, modulo 23. Any one wrong sign or swap is found."""
    return SIGNS[sum(SIGNS.index(sign) * weight for weight, sign in enumerate(seven, start=2)) % 23]


def new(prefix: str) -> str:
    """A new reference, as stored and shown: "SD 7K4M 92XC"."""
    seven = "".join(secrets.choice(SIGNS) for _ in range(7))
    eight = seven + check_sign(seven)
    return f"{prefix} {eight[:4]} {eight[4:]}"


def read(text: str) -> str | None:
    """A typed reference, in any spacing and case; None if it cannot be one."""
    match = re.fullmatch(rf"([A-Z]{{1,2}}?)([{SIGNS}]{{8}})", re.sub(r"[\s-]", "", text).upper())
    if not match or match[1] not in _PREFIXES or check_sign(match[2][:7]) != match[2][7]:
        return None
    return f"{match[1]} {match[2][:4]} {match[2][4:]}"


def slug(reference: str) -> str:
    """The reference as it is written in a URL: "SD-7K4M-92XC"."""
    return reference.replace(" ", "-")


def in_urls(prefixes: Iterable[str]) -> str:
    """The regular expression of the references that begin with one of `prefixes`, as URLs write them. A wrong check
    sign fits as well: it is looked up and not found, like any other."""
    return rf"(?:{'|'.join(prefixes)})-[{SIGNS}]{{4}}-[{SIGNS}]{{4}}"
