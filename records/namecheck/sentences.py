"""Whether words that could be a name stand in a sentence as one: many names are ordinary words too."""

from records.namecheck.found import ALONE, FULL
from records.namecheck.words import (
    ABSTRACT,
    AFTER_A_VERB,
    BEINGS,
    DAYS_AND_MONTHS,
    DETERMINERS,
    DOING,
    FINITE,
    MONTHS,
    NEAR_A_MONTH,
    RELATIVES,
    TITLES,
    Word,
)


def is_name(words: list[Word], first: int, last: int, what: str) -> bool:
    """Whether these words are used as a name: those that are ordinary words too must look like one."""
    these = words[first : last + 1]
    if what == FULL and len(these) > 1:
        if any(len(word.form) == 1 for word in these):  # with an initial
            return all(word.capital for word in these) and not (
                these[-1].form in ("a", "i") and words[first].ambiguous and these[-1].end + 1 < _next_start(words, last)
            )
        doing = any(word.plain in DOING for word in these) and all(word.ambiguous for word in these)
        return not doing or all(word.capital for word in these)
    if what != ALONE:
        return True
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    if after is not None and after.plain in RELATIVES and (these[-1].possessive or not these[-1].ambiguous):
        return True
    if not any(word.ambiguous for word in these):
        return True
    word = these[-1]
    if after is not None and after.plain in RELATIVES and word.form != word.plain:
        return True  # "wills dad"
    if not these[0].capital:
        return False
    if these[0].begins or before is None:
        return after is not None and after.plain in FINITE and not (word.plain in ABSTRACT and after.plain in BEINGS)
    if word.plain in MONTHS and (
        before.plain in NEAR_A_MONTH
        or before.plain.isdigit()
        or (after is not None and after.plain.isdigit())
        or before.plain in ("and", "to", "or")
    ):
        return False
    if before.plain in DETERMINERS or before.plain in TITLES:
        return False
    between_capitals = (after is not None and after.capital and not after.begins) or (
        before.capital and not before.begins and before.plain not in DAYS_AND_MONTHS
    )
    return not between_capitals


def could_be_name(words: list[Word], first: int, last: int) -> bool:
    """Whether these words could be a name, of a person who is likely to be named: "Rose shouted", not "Will they"."""
    after = words[last + 1].plain if last + 1 < len(words) else ""
    verb = words[first].begins and words[last].plain in DOING and after in AFTER_A_VERB
    return words[first].capital and not verb


def _next_start(words: list[Word], last: int) -> int:
    return words[last + 1].start if last + 1 < len(words) else 1 << 30
