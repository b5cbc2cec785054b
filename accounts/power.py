"""What changes a person's power, and which of it takes two people (R: T4).

Power is what a person may see, answer and decide, what they hear, and how they are reached. Each change of it is a
handler of `accounts.approvals` that says its effect and whose power it touches. Whether a second person is needed
follows from that alone, and is asked in one place.
"""

from enum import StrEnum

from accounts.roles import READING, WATCHING, Role


class Effect(StrEnum):
    """What a change does to people's power."""

    WIDENS = "widens"
    NARROWS = "narrows"
    MOVES = "moves"
    """They are reached in another way: by another address, number, channel or factor, or later."""


EVERYBODY = frozenset(Role)
NOBODY: frozenset[str] = frozenset()
GUARDED = READING | {Role.ADMINISTRATOR}
"""Roles with which a person sees, decides or asks: more of it, or another way to them, takes two people."""


def takes_two(effect: Effect, touched: frozenset[str]) -> bool:
    """Whether a change needs a second person. `touched`: the roles whose holders it gives more to, takes from or
    reaches in another way. What narrows is done at once, but for those who watch over others."""
    return bool(touched & (WATCHING if effect == Effect.NARROWS else GUARDED))
