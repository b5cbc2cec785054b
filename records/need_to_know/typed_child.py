"""A child named by typing, on every page that asks for one (R: G1)."""

from datetime import datetime
from functools import cached_property

from accounts.models import User
from core.forms import fields
from records.need_to_know.search import find, search
from records.pupils import roll
from records.pupils.models import Person
from records.pupils.names import plain, words_of

LONGEST = 120
"""How many characters of what was typed are searched for."""
NOT_FOUND = "We cannot find that name among the children you work with. Check the spelling"
"""The error of a question for a child's name."""


def sure(typed: str, matches: list[Person]) -> Person | None:
    """The only one found, where each word typed is the beginning of one of their names: a name that only sounds alike
    is asked about, so that nothing is recorded about the wrong child."""
    if len(matches) != 1:
        return None
    known = words_of(matches[0])
    fits = all(any(word.startswith(part) for word in known) for part in plain(typed).split())
    return matches[0] if fits else None


class TypedChild:
    """A child named by typing: what was typed, and which of the children that `user` may know of it can mean.

    `other_than`: a child who is not meant. `logged`: false where the matches are not shown. `left`: children who have
    left can be meant too.
    """

    def __init__(
        self,
        user: User,
        typed: str,
        at: datetime | None = None,
        *,
        other_than: Person | None = None,
        logged: bool = True,
        left: bool = False,
    ) -> None:
        self.text = typed[:LONGEST].replace("\0", "")
        matches = (search if logged else find)(user, self.text, at, left=left)
        self.matches = [person for person in matches if person != other_than]

    @cached_property
    def lines(self) -> list[roll.Line]:
        """The matches, each with year and class."""
        return roll.lines_of(self.matches) if self.matches else []

    @property
    def options(self) -> list[fields.Choice]:
        """The matches as answers to "Which child?"."""
        return [
            fields.Choice(str(line.person.public_id), f"{line.person.full_name}, {line.where}") for line in self.lines
        ]

    def picked(self, public_id: str | None) -> Person | None:
        """The match that was selected."""
        return next((person for person in self.matches if str(person.public_id) == public_id), None)

    @property
    def sure(self) -> Person | None:
        """The child who is meant without being selected."""
        return sure(self.text, self.matches)

    def picked_or_sure(self, public_id: str | None) -> Person | None:
        """The match that was selected; without one, the child who is meant beyond doubt."""
        return self.picked(public_id) or self.sure
