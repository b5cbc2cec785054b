"""Room for deep calls.

CPython 3.11 keeps the frames of functions in pieces of 16 KB, and gives a piece back to the operating system as soon as
it is empty. Deep in pytest's own calls, a page goes in and out across the edge of a piece hundreds of times: a seventh
of a test's time (CPython's issue 142183, mended in 3.13 and later). A page of the running service does not: its calls
begin near the bottom.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
SLOTS = 33_000
"""What `with_room` asks for, 8 bytes each: just over half of a piece, whose sizes are powers of two."""


def with_room(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """`function`, with a piece of 512 KB to itself: what it calls finds room in the half of it that is free."""

    def roomy(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        return function(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=SLOTS)
    return wraps(function)(roomy)
