"""Whom it is about."""

from typing import Any

from pupils import roll
from records import finding
from school.choices import Radios
from school.text import TextField
from sharing.flow.fields import Step


class About(Step):
    name = "about"
    heading = "Who is it about?"
    query = TextField(what="a name", max_length=80, label="Name", required=False)

    def build(self) -> None:
        self.fields["query"].help_text = "The beginning of the first or last name is enough; spelling may slip"
        typed = (self.data.get("query") if self.is_bound else self.initial.get("query")) or ""
        self.matches = finding.find(self.context.user, typed, self.context.reader.at)
        if self.matches:
            lines = {line.person.pk: line for line in roll.lines_of(self.matches)}
            choices = [(str(p.public_id), p.full_name) for p in self.matches]
            self.fields["person"] = Radios("Which child?", choices, what="who it is about", required=False)
            for person in self.matches:
                self.hints["person", str(person.public_id)] = lines[person.pk].where

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
