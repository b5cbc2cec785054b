"""Whom it is about."""

from typing import Any

from pupils import roll
from records import need_to_know
from school.text import TextField
from sharing.flow.fields import Radios, Step


class About(Step):
    name = "about"
    heading = "Who is it about?"
    query = TextField(what="a name", max_length=80, label="Name", required=False)

    def build(self) -> None:
        self.fields["query"].help_text = "The beginning of the first or last name is enough"
        typed = (self.data.get("query") if self.is_bound else self.initial.get("query")) or ""
        known = need_to_know.people_known_to(self.context.user, self.context.reader.at) if typed else []
        self.matches = [person for person in known if roll.matches(person, typed)][:20]
        if self.matches:
            lines = [roll.line_of(person) for person in self.matches]
            choices = [(str(p.public_id), p.full_name) for p in self.matches]
            self.fields["person"] = Radios("Which child?", choices, what="who it is about", required=False)
            for person, line in zip(self.matches, lines, strict=True):
                if line:
                    self.hints["person", str(person.public_id)] = f"Year {line.year}, {line.class_name}"

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if not (answers.get("query") or "").strip():
            self.add_error("query", "Enter a name")
        elif not self.matches:
            dsl = self.context.dsl.short_name if self.context.dsl else "the DSL"
            self.add_error(
                "query",
                f"We cannot find that name among the people you work with. Check the spelling or ask {dsl}",
            )
        elif len(self.matches) == 1 and not answers.get("person"):
            answers["person"] = str(self.matches[0].public_id)
        elif not answers.get("person"):
            self.add_error("person", "Select who it is about")
        return answers
