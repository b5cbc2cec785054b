"""Deep calls take no memory anew each time (tests/stack.py)."""

import resource
from threading import Thread

from tests.stack import with_room


def dive(depth: int) -> int:
    return depth and dive(depth - 1)


def test_calls_to_any_depth_find_their_room_there():
    taken = []

    def dives() -> None:
        before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
        for depth in range(300):
            for _ in range(20):
                dive(depth)
        taken.append(resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before)

    thread = Thread(target=with_room(dives))
    thread.start()
    thread.join()
    assert taken[0] < 200  # pages of memory, of 6,000 dives
