"""Other people who are named in what would be shared (R: G9), as a draft knows them.

What is found is kept with the draft as the keys of people and the words found, so that no page opens the records
again; the page about other people opens them to show the text, and a decision is recorded only after one more look.
"""

import hashlib
import json
from collections.abc import Collection
from typing import Any

from records import namecheck
from records.pupils.models import Person
from records.vault import vault
from records.vault.vault import Reader
from sharing.decisions import drafts, outgoing
from sharing.decisions.models import Draft
from sharing.decisions.outgoing import Found, Outgoing
from sharing.questionnaire import dependencies
from sharing.questionnaire.answers import STAMP, Answers, Named, NamesFound, OthersAnswers, Source, as_json
from sharing.questionnaire.contents import Contents
from sharing.questionnaire.people import Subjects
from sharing.questionnaire.recipients import Recipients

NAMES = "names"
SENT_TO_US = "outside"


class ThirdParties:
    """Who else is named in the chosen parts, and where they came from.

    `opens`: whether records may be opened to find out; `keeps`: whether what was found is kept with the draft;
    `waits`: whether an author who has looked too often must wait: not where a child may be at risk.
    """

    def __init__(
        self,
        answers: Answers,
        subjects: Subjects,
        recipients: Recipients,
        contents: Contents,
        draft: Draft,
        reader: Reader,
        *,
        opens: bool,
        keeps: bool,
        waits: bool,
    ) -> None:
        self.answers, self.subjects, self.recipients, self.contents = answers, subjects, recipients, contents
        self.draft, self.reader = draft, reader
        self.opens, self.keeps, self.must_wait = opens, keeps, waits
        self._known: NamesFound | None = None

    @property
    def _looked(self) -> NamesFound:
        """What is known of the chosen parts. Opens them through the vault when they have changed since the last time;
        nothing is looked for in what stays with the school's staff."""
        if self._known is None:
            self._known = self._look() if self.recipients.outside else NamesFound()
        return self._known

    @property
    def found(self) -> list[Found]:
        """Other people who are named in what was chosen, as far as a name check finds them."""
        return [Found(named.key, named.words, named.where, frozenset(named.people)) for named in self._looked.found]

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Where chosen records came from that the school was sent, with the conditions (R: G10.4, K5.1)."""
        return [(source.label, source.words) for source in self._looked.sources]

    @property
    def wait(self) -> str:
        """Why nobody has been looked for yet: too many texts with names in them within the hour; "" once that was
        done."""
        return self._looked.waits

    @property
    def unsure_of(self) -> str:
        """What the author could not check: it goes with the rest."""
        send = self.answers.send
        return send.unsure_of if not self.recipients.inside and send.checked == "not" else ""

    def _look(self) -> NamesFound:
        mark = dependencies.stamp(NAMES, self.answers)
        if self.answers.stamp(NAMES) == mark or not self.opens:
            return self.answers.names
        came: list[Source] = []
        looked = _kept(self.read(came), came)
        try:
            namecheck.counted(self.reader.user, [found.key for found in looked.found], refuses=self.must_wait)
        except namecheck.TooManyTries as refusal:
            # For this request only: the next one tries again.
            return NamesFound(sources=tuple(came), waits=str(refusal))
        self._keep(looked, mark, save=self.keeps)
        return looked

    def _keep(self, looked: NamesFound, mark: str, *, save: bool) -> None:
        kept = {**as_json(looked), STAMP: mark}
        self.answers.put(NAMES, kept)
        if save:
            drafts.save(self.draft, NAMES, kept)

    def look_again(self) -> bool:
        """Look once more before a decision is recorded: a record may have been corrected since, or a person have joined
        the school. Returns whether anything has changed: then the page about other people is asked again."""
        before = self._looked
        if not self.recipients.outside or before.waits or not self.opens:
            return False
        fresh = _kept(self.read(), before.sources)
        if fresh == before:
            return False
        self._keep(fresh, dependencies.stamp(NAMES, self.answers), save=True)
        self._known = fresh
        return True

    def read(self, came: list[Source] | None = None) -> Outgoing:
        """The text that would go, with the places in which others are named. Opens the chosen records through the
        vault; `came` collects where those came from that the school was sent."""
        sections: list[outgoing.Section] = []
        also: list[Person] = []
        about = self.subjects.people
        ids = {person.pk for person in about}
        for item, whole in self.contents.chosen:
            opened = vault.open_record(self.reader, item.id)
            sections += outgoing.sections_of(item.label, opened, ids, whole=whole)
            also += [row.person for row in opened.subject_rows if row.person not in about]
            source = opened.part("source")
            if came is not None and source and (words := came_from(source.content)):
                came.append(Source(item.label, words))
        sections += outgoing.besides(
            self.contents.unwritten,
            self.unsure_of,
            nature=self.answers.what.unwritten_nature,
            source=self.answers.what.unwritten_source,
        )
        parents = [recipient.adult for recipient in self.recipients.all if recipient.adult]
        return outgoing.read(sections, about=about, parents=parents, others=also)


def _kept(looked: Outgoing, sources: Collection[Source]) -> NamesFound:
    """What is kept of a look: who was found, and a hash of the text, so that a later look sees that it has changed."""
    names = tuple(Named(named.key, named.words, named.where, tuple(sorted(named.people))) for named in looked.found())
    text = hashlib.sha256(json.dumps(looked.sections).encode()).hexdigest()
    return NamesFound(names, text, tuple(sources))


def kept_in(answers: OthersAnswers) -> tuple[str, ...]:
    """The keys of those who are left in, by the answers of the page about other people."""
    return tuple(key for key, treated in answers.said.items() if treated.do == "keep")


def came_from(source: dict[str, Any]) -> str:
    """Where a record came from that the school was sent, with the conditions, in words; "" for one that is our own and
    has none. `source`: the content of its section of that name."""
    facts = source.get("facts", {})
    if facts.get("source") != SENT_TO_US and not facts.get("conditions"):
        return ""
    return ". Conditions: ".join(value for _, value in source["rows"])
