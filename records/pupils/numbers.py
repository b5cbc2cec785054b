"""The numbers that children have: unique pupil number and unique learner number, with their check signs.

Sources: the govtalk definition of the UPN (version 2.0) and the Department for Education's published code.
"""

import re

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # 23: no I, O, S
UPN = re.compile(rf"[{LETTERS}]\d{{11}}[\d{LETTERS}]")
ULN = re.compile(r"\d{10}")


def tidy(number: str) -> str:
    """As typed, without spaces, in capitals."""
    return re.sub(r"\s", "", number).upper()


def upn_letter(rest: str) -> str:
    """The check letter for the other twelve signs of a UPN."""
    values = [LETTERS.index(sign) if sign in LETTERS else int(sign) for sign in rest]
    return LETTERS[sum(value * weight for weight, value in enumerate(values, start=2)) % 23]


def upn_problem(upn: str) -> str:
    """What is wrong with a UPN, and what to do; nothing for a right one."""
    if len(upn) != 13:
        return f"A UPN has 13 signs; this one has {len(upn)}"
    if not UPN.fullmatch(upn) or not upn.isascii():
        return "A UPN is a letter (not I, O or S), then 12 figures, the last of which may be a letter"
    right = upn_letter(upn[1:])
    if upn[0] != right:
        return f"The first letter of this UPN does not fit its figures. It would be {right}: check the number"
    return ""


def is_temporary(upn: str) -> bool:
    """Whether this UPN ends in a letter: given until the child's first number is known."""
    return not upn[-1:].isdigit()


def uln_is_right(uln: str) -> bool:
    """Whether the last figure of a unique learner number fits the others."""
    if not ULN.fullmatch(uln) or not uln.isascii():
        return False
    rest = sum(int(figure) * weight for figure, weight in zip(uln, range(10, 1, -1), strict=False)) % 11
    return rest != 0 and int(uln[9]) == 10 - rest
