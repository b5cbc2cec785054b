"""How the bench takes time: medians, and two kinds of work in turns, so that neighbours disturb both alike."""

import statistics
import time
from collections.abc import Callable

ROUNDS = 25


def median_ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def paired(first: Callable[[], object], second: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float]:
    """Medians of two kinds of work, taken in turns."""
    a, b = [], []
    for _ in range(rounds):
        a.append(median_ms(first, 1))
        b.append(median_ms(second, 1))
    return statistics.median(a), statistics.median(b)
