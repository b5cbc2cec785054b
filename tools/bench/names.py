"""The name check: 2,000 pupils on the roll, a text of 50 KB."""

from tools.bench.timing import median_ms


def the_name_check() -> None:
    """Reading the roll, putting the patterns together, checking; and all of it, as a page does."""
    import random

    from records import namecheck
    from records.namecheck.finding import Checker
    from records.namecheck.known import Known, Named
    from tools.demo import invented

    rnd = random.Random(3)
    given = [a + b for a in invented.GIVEN for b in ("", "lyn", "ine", "ette")]
    family = [a + b for a in invented.FAMILY for b in ("", "son", "ley", "well")]
    people = tuple(
        Named(
            "pupil",
            [(rnd.choice(given), rnd.choice(family))],
            classes=[f"{rnd.randrange(1, 7)}A"],
            numbers=[f"H80120{n:07d}"],
            addresses=[(f"{n} Fern Road", f"ZZ{n % 90} 1AA")],
            telephones=[f"01632 9{n:05d}"],
        )
        for n in range(2000)
    )
    known = Known(people)
    words = "governors agreed more places for reading will be made in the north wing by spring".split()  # noqa: SIM905
    text = ""
    while len(text) < 50_000:
        text += " ".join(rnd.sample(words, 12)).capitalize() + ". "
        if rnd.random() < 0.1:
            text += f"{rnd.choice(given)} {rnd.choice(family)} was late. "
    checker = Checker(known)
    hits = len(checker.check(text))
    print(
        f"name check, {len(people):,} pupils, {len(text) // 1000} KB with {hits} hits: "
        f"patterns {median_ms(lambda: Checker(known)):.0f} ms, check {median_ms(lambda: checker.check(text)):.0f} ms, "
        f"both {median_ms(lambda: namecheck.check(text, known)):.0f} ms"
    )
