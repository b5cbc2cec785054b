"""The pages of the flow, word for word: what each asks, and what it does not accept (R: C1 to C7a, C13)."""

from typing import Any

from django import forms

from accounts.models import User
from pupils import roll
from records import need_to_know
from school import clock
from school.dates import DateField
from school.text import TextField
from sharing.channels import REFUSED, allowed
from sharing.flow.fields import Radios, Step, Ticks
from sharing.models import AgencyContact, Channel
from sharing.purposes import BASES, PURPOSES


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


class Safe(Step):
    name = "safe"
    legend_is_heading = True
    guidance = (
        "Significant harm is ill-treatment, abuse or neglect that badly affects, or could badly affect, a child’s "
        "health or development. It includes seeing or hearing others being hurt."
    )

    @property
    def heading(self) -> str:
        return f"Is {self.context.name} suffering, or at risk of, significant harm?"

    def build(self) -> None:
        choices = [("yes", "Yes"), ("no", "No"), ("unsure", "I am not sure")]
        self.fields["harm"] = Radios(self.heading, choices, what="yes, no or not sure")
        dsl = self.context.dsl.short_name if self.context.dsl else "The DSL"
        self.hints["harm", "unsure"] = "This counts as yes until the DSL has looked"
        self.fields["harm"].help_text = f"If you choose yes or not sure, {dsl} will be told after the next page."


class Adult(Step):
    name = "adult"
    heading = "Is the concern about an adult at this school?"
    legend_is_heading = True
    guidance = "This decides who may see the record."

    def build(self) -> None:
        choices = [("no", "No")]
        for key, person, role in (
            ("head", self.context.headteacher, "the Headteacher"),
            ("dsl", self.context.dsl, "the DSL"),
        ):
            if person:
                choices.append((key, f"Yes, {person.short_name}, {role}"))
        choices.append(("other", "Yes, someone else who works or volunteers here"))
        self.fields["adult"] = Radios(
            self.heading, choices, what="whether the concern is about an adult at this school"
        )
        people = User.objects.filter(is_active=True).exclude(pk=self.context.user.pk).order_by("last_name")
        self.fields["who"] = forms.ChoiceField(
            label="Who?",
            choices=[("", "Choose a person"), *((str(p.public_id), p.full_name) for p in people)],
        )
        self.reveals["adult", "other"] = "who"
        self.required_when["who"] = "Enter who"


class KeepFrom(Step):
    name = "keep-from"
    heading = "Who must not see this?"
    inset = (
        "Concern about the Headteacher: speak to the Chair of governors or the LADO today. Do not tell the person "
        "concerned, and do not look into it yourself."
    )

    def build(self) -> None:
        context = self.context
        named = [
            (context.headteacher, "Headteacher"),
            (context.dsl, "DSL"),
            (context.chair, "Chair of governors"),
        ]
        choices = [(str(p.public_id), f"{p.full_name}, {role}") for p, role in named if p]
        other = context.answer("adult", "who")
        person = User.objects.filter(public_id=other).first() if other else None
        if person and str(person.public_id) not in dict(choices):
            choices.append((str(person.public_id), person.full_name))
        self.fields["people"] = Ticks(
            "People who must not see it", choices, what="who must not see this", required=False
        )
        self.fields["people"].help_text = (
            "They will not be told, and will find no trace of it in lists, counts, searches or printouts. "
            "If the Headteacher must not see it, the Chair of governors is told instead."
        )
        if not self.is_bound and "people" not in self.initial:
            self.initial["people"] = self.adult_named()

    def adult_named(self) -> list[str]:
        """The adult whom the concern is about: a fact that the page may fill in."""
        context = self.context
        who = {"head": context.headteacher, "dsl": context.dsl}.get(context.answer("adult", "adult", ""))
        if who:
            return [str(who.public_id)]
        return [context.answer("adult", "who")] if context.answer("adult", "who") else []

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        chosen = set(answers.get("people") or [])
        hearers = {str(p.public_id) for p in (self.context.headteacher, self.context.chair, self.context.dpo) if p}
        if hearers and hearers <= chosen:
            self.add_error(
                "people", "Someone must be told: at least one of Headteacher, Chair or DPO must stay unticked"
            )
        missing = set(self.adult_named()) - chosen
        if missing and "people" not in self.errors:
            self.add_error("people", "The adult whom the concern is about must not see this: tick them as well")
        return answers


class Who(Step):
    name = "who"
    heading = "Who would it go to?"
    legend_is_heading = True

    def build(self) -> None:
        contacts = AgencyContact.objects.filter(active=True).select_related("agency")
        choices = []
        for contact in contacts:
            key = str(contact.public_id)
            choices.append((key, f"{contact.name}, {contact.role}, {contact.agency.name}"))
            day = contact.checked_on
            self.hints["contact", key] = f"{Channel(contact.channel).label} · address checked {day.day} {day:%B %Y}"
        self.fields["contact"] = Radios(self.heading, choices, what="who it would go to")
        self.fields["need"] = TextField(what="what they need it for", max_length=200, label="What do they need it for?")


class What(Step):
    name = "what"
    heading = "What would you share?"
    guidance = "Choose the least that will do the job."

    def build(self) -> None:
        choices = []
        for item in self.context.choosable:
            choices.append((item.id, item.label))
            extent = need_to_know.best_extent(item.access)
            old = " · over a year old" if (clock.today() - item.record.as_at).days > 365 else ""
            self.hints["records", item.id] = f"You can see {'all of it' if extent == 'all' else 'part of it'}{old}"
            how = []
            if item.can_whole:
                how.append(("whole", "All of it"))
            if item.has_part:
                how.append(("part", "Only the part marked for sharing"))
            if not item.can_whole and not item.has_part:
                how.append(("whole", "The part you can see"))
            field = f"how_{item.id}"
            self.fields[field] = Radios(f"How much of {item.label}?", how, what=f"all or part for {item.label}")
            self.reveals["records", item.id] = field
            self.required_when[field] = f"Select all or part for {item.label}"
        choices.append(("unwritten", "Something that is not in a record"))
        self.fields["unwritten"] = TextField(what="what you would share", label="What?", max_length=2000)
        self.reveals["records", "unwritten"] = "unwritten"
        self.required_when["unwritten"] = "Enter what you would share"
        records = Ticks("Records", choices, what="what you would share")
        self.fields = {"records": records, **self.fields}

    def answers(self) -> dict[str, Any]:
        clean = self.cleaned_data
        picked = [key for key in clean["records"] if key != "unwritten"]
        return {
            "records": picked,
            "how": {key: clean[f"how_{key}"] for key in picked},
            "unwritten": clean.get("unwritten") or "",
        }

    @classmethod
    def initial_from(cls, answers: dict[str, Any], fields: dict[str, forms.Field]) -> dict[str, Any]:
        picked = list(answers.get("records", [])) + (["unwritten"] if answers.get("unwritten") else [])
        shown = {f"how_{key}": value for key, value in answers.get("how", {}).items()}
        return {"records": picked, "unwritten": answers.get("unwritten", ""), **shown}


class Family(Step):
    name = "family"
    heading = "What did the family say?"

    @property
    def guidance(self) -> str:
        if self.context.at_risk:
            return "You do not need agreement. Tell the family if that is safe for everyone."
        return (
            "Where it is safe, tell the family what you want to share, with whom and why, and ask what they think. "
            "Their agreement is not the legal reason for sharing; that comes later."
        )

    def build(self) -> None:
        name = self.context.name
        self.fields["parents"] = Radios(
            "Parents or carers",
            [
                ("agreed", "They know, and they agree"),
                ("refused", "They know, and they do not agree"),
                ("split", "One agrees and another does not"),
                ("told", "They know, but I did not ask for agreement"),
                ("not_told", "They have not been told"),
            ],
            what="what the parents or carers said",
        )
        self.hints["parents", "told"] = "Right when we would share anyway"
        self.fields["child"] = Radios(
            name,
            [
                ("agreed", f"{name} knows, and is happy with it"),
                ("refused", f"{name} knows, and does not want it shared"),
                ("told", f"{name} knows, but I did not ask for a view"),
                ("not_told", f"{name} has not been told"),
            ],
            what=f"what {name} said",
        )


class Telling(Step):
    name = "telling"
    heading = "Who did you tell, and what?"

    def build(self) -> None:
        context = self.context
        people = [(str(c.adult.public_id), f"{c.adult.full_name}, {c.relationship}") for c in context.contacts]
        child_told = context.answer("family", "child") in ("agreed", "refused", "told")
        if child_told and context.child:
            people.append((str(context.child.public_id), context.name))
        people.append(("someone_else", "Someone else who looks after the child"))
        self.fields["people"] = Ticks("Who did you tell?", people, what="who you told")
        self.fields["other"] = TextField(what="who it was", label="Who?", max_length=200)
        self.reveals["people", "someone_else"] = "other"
        self.required_when["other"] = "Enter who it was"
        self.fields["when"] = Radios(
            "When?", [("today", "Today"), ("yesterday", "Yesterday"), ("another", "Another day")], what="when"
        )
        self.fields["told_on"] = DateField(what="the date you told them", past=True, label="Date")
        self.reveals["when", "another"] = "told_on"
        self.required_when["told_on"] = "Enter the date you told them"
        self.fields["told"] = Radios(
            "What were they told?",
            [("all", "What would be shared, with whom, how and why"), ("less", "Less than that")],
            what="what they were told",
        )
        self.fields["left_out"] = TextField(
            what="what was left out, and why", label="What was left out, and why?", max_length=500
        )
        self.reveals["told", "less"] = "left_out"
        self.required_when["left_out"] = "Enter what was left out, and why"
        if context.refused:
            self.fields["objection"] = TextField(
                what="what they objected to", reasons=True, label="What did they object to, and why?"
            )
        if child_told:
            self.fields["own_words"] = TextField(
                what="the child’s own words",
                label=f"{context.name}’s own words (optional)",
                required=False,
            )


class NotTold(Step):
    name = "not-told"
    heading = "Why has someone not been told?"

    @property
    def guidance(self) -> str:
        return f"Not told: {' and '.join(self.context.not_told)}."

    def build(self) -> None:
        choices = [
            ("harm_child", "It could put a child at more risk of significant harm"),
            ("harm_adult", "It could put an adult at risk of serious harm"),
            ("crime", "It could get in the way of preventing, finding or prosecuting a serious crime"),
            ("enquiry", "It could interfere with an investigation, or one that may follow"),
            ("no_reach", "We could not reach them in time"),
        ]
        if self.context.answer("family", "child") == "not_told":
            choices.append(("cannot_yet", "Too young, or not able, to understand this yet"))
        choices += [
            ("nothing", "Nothing will be shared, so there was nothing to tell"),
            ("other", "Another reason"),
        ]
        self.fields["why"] = Ticks("Why?", choices, what="why")
        self.fields["facts"] = TextField(
            what="the facts", reasons=True, label="What makes you think so? Give the facts."
        )
        self.fields["again"] = Radios(
            "When will you look at telling them again?",
            [("date", "On a date"), ("never", "It may never be safe to tell them")],
            what="when you will look at it again",
        )
        self.fields["tell_by"] = DateField(what="the date to look at it again", future=True, label="Date")
        self.reveals["again", "date"] = "tell_by"
        self.required_when["tell_by"] = "Enter the date to look at it again"

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if "harm_child" in (answers.get("why") or []) and self.context.harm == "no":
            self.add_error(
                "why",
                f"You said {self.context.name} is not at risk of harm. Change that answer, or select another reason",
            )
        return answers


class Decide(Step):
    name = "decide"
    heading = "What have you decided?"
    legend_is_heading = True

    @property
    def guidance(self) -> str:
        return (
            f"What matters most is the care and safety of {self.context.name}. "
            "You will give your reasons next, whatever you decide."
        )

    def build(self) -> None:
        choices = [("share", f"Share: {said_of_items(self.context)}"), ("no_share", "Do not share")]
        self.fields["outcome"] = Radios(self.heading, choices, what="what you have decided")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("outcome") == "share" and "nothing" in self.context.answer("not-told", "why", []):
            self.add_error(
                "outcome",
                "You selected that nothing will be shared, but you have decided to share: change one of them",
            )
        return answers


def said_of_items(context: Any) -> str:
    """What would go, in a few words: "all of 1 record", "2 records, 1 in part"."""
    chosen = context.chosen
    parts = sum(not whole for _, whole in chosen)
    words = []
    if len(chosen) == 1:
        words.append(f"{'part' if parts else 'all'} of 1 record")
    elif chosen:
        words.append(f"{len(chosen)} records" + (f", {parts} in part" if parts else ""))
    if context.answer("what", "unwritten"):
        words.append("something that is not in a record")
    return " and ".join(words) or "nothing chosen yet"


class Override(Step):
    name = "override"
    heading = "Why share against their wishes?"
    guidance = (
        "Respect a refusal where you can. You may share all the same if the need is great enough on the facts of "
        "this case."
    )

    def build(self) -> None:
        context = self.context
        objection = context.answer("telling", "objection")
        self.inset = f"They objected: {objection}" if objection else ""
        harm = {"yes": " (your answer: yes)", "unsure": " (your answer: not sure)"}.get(context.harm, "")
        self.fields["ground"] = Radios(
            "What outweighs it?",
            [
                ("harm", f"A child’s safety{harm}"),
                ("adult", "Serious harm to an adult"),
                ("crime", "A serious crime"),
                ("law", "A law or court order says we must"),
                ("other", "Something else"),
            ],
            what="what outweighs their wishes",
        )
        self.fields["facts"] = TextField(what="the facts", reasons=True, label="The facts that decided it")
        people = [
            (role, person.short_name)
            for role, person in (("dsl", context.dsl), ("head", context.headteacher), ("dpo", context.dpo))
            if person and person not in context.withheld and person != context.user
        ]
        self.fields["consulted"] = Ticks(
            "Did you talk to anyone about it?",
            [*people, ("nobody", "Nobody")],
            what="who you talked to, or nobody",
        )
        self.fields["knows"] = Radios(
            "Do they know you will share?",
            [("yes", "Yes"), ("not_yet", "Not yet"), ("unsafe", "No, it is not safe")],
            what="whether they know you will share",
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("ground") == "harm" and self.context.harm == "no":
            self.add_error(
                "ground", "You answered that no child is at risk. Change that answer or select something else"
            )
        consulted = answers.get("consulted") or []
        if "nobody" in consulted and len(consulted) > 1:
            self.add_error("consulted", "Select who you talked to, or nobody, not both")
        return answers


class Why(Step):
    name = "why"
    heading = "Why is it right to share this?"

    def build(self) -> None:
        self.fields["purpose"] = Radios(
            "What is it for?", [(key, p.label) for key, p in PURPOSES.items()], what="what it is for"
        )
        for key, purpose in PURPOSES.items():
            words = f"Legal reason: {BASES[purpose.basis][0].lower()}{BASES[purpose.basis][1:]}"
            self.hints["purpose", key] = words
        self.fields["essential"] = TextField(
            what="why it is essential",
            reasons=True,
            label="Why is it essential to share this?",
            help_text=f"What could not happen without it, and how does it help {self.context.name}?",
        )
        self.fields["appropriate"] = TextField(
            what="why it is appropriate",
            reasons=True,
            label="Why is it appropriate?",
            help_text="Why these people, and why this much and no more?",
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        essential, appropriate = answers.get("essential"), answers.get("appropriate")
        if essential and appropriate and essential.casefold() == appropriate.casefold():
            self.add_error(
                "appropriate",
                "The two reasons are the same: say something different about these people and this amount",
            )
        return answers

    def answers(self) -> dict[str, Any]:
        kept = super().answers()
        purpose = PURPOSES[kept["purpose"]]
        special = any(item.record.category.special for item, _ in self.context.chosen)
        return {
            **kept,
            "basis": purpose.basis,
            "condition": purpose.condition if special or self.context.answer("what", "unwritten") else "",
        }


class WhyNot(Step):
    name = "why-not"
    heading = "Why is it right not to share this?"

    def build(self) -> None:
        name = self.context.name
        self.fields["why"] = Ticks(
            "Why?",
            [
                ("not_needed", "They do not need it for what they want to do"),
                ("too_much", "It would reveal more than is fair"),
                ("no_basis", "We have no legal reason to share it"),
                ("wishes", f"The family or {name} asked us not to, and nothing outweighs that"),
                ("more_harm", f"Sharing would harm {name} more than it helps"),
                ("unsound", "It is out of date, or we cannot tell if it is right"),
                ("not_ours", "It is not ours to give; they should ask someone else"),
                ("other", "Another reason"),
            ],
            what="at least one reason",
        )
        self.fields["reasons"] = TextField(what="your reasons", reasons=True, label="Your reasons")
        self.fields["review"] = Radios(
            "Look at this again?", [("no", "No"), ("yes", "Yes")], what="whether to look at it again"
        )
        self.fields["review_on"] = DateField(what="the date to look at it again", future=True, label="Date")
        self.reveals["review", "yes"] = "review_on"
        self.required_when["review_on"] = "Enter the date to look at it again"
        if self.context.at_risk:
            dsl = self.context.dsl.short_name if self.context.dsl else "The DSL"
            answer = "yes" if self.context.harm == "yes" else "not sure"
            self.inset = f"Harm was answered {answer}. {dsl} will look at this decision as well."

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if self.context.at_risk and answers.get("why") == ["wishes"]:
            self.add_error(
                "why",
                "You answered that a child may be at risk, and gave the family’s wishes as the only reason. "
                "Say why their wishes outweigh the risk, and select a further reason",
            )
        if "wishes" in (answers.get("why") or []) and not self.context.refused:
            self.add_error(
                "why",
                "Nobody is recorded as not agreeing. Change what the family said, or select another reason",
            )
        return answers


class Send(Step):
    name = "send"
    heading = "Check it, and choose how to send it"

    def build(self) -> None:
        context, contact = self.context, self.context.recipient
        self.fields["checked"] = Radios(
            "When did you last check that it is right and up to date?",
            [("today", "Today"), ("day", "On another day"), ("not", "I have not been able to")],
            what="when you last checked",
        )
        self.fields["checked_on"] = DateField(what="the date you checked it", past=True, label="Date")
        self.fields["unsure_of"] = TextField(
            what="what you are unsure of", label="What are you unsure of?", max_length=500
        )
        self.reveals |= {("checked", "day"): "checked_on", ("checked", "not"): "unsure_of"}
        self.required_when |= {
            "checked_on": "Enter the date you checked it",
            "unsure_of": "Enter what you are unsure of: we tell the person who gets it",
        }
        safe = allowed(context.sensitivity)
        self.fields["channel"] = Radios(
            "How will you send it?", [(c.value, c.label) for c in Channel], what="how you will send it"
        )
        for channel in Channel:
            if channel not in safe:
                self.hints["channel", channel.value] = f"Not allowed for this: {REFUSED[channel].lower()}"
        if contact and not self.is_bound and "channel" not in self.initial and contact.channel in safe:
            self.initial["channel"] = contact.channel
        facts = []
        if contact:
            day = contact.checked_on
            facts.append(("address", f"The address is right: {contact.address} (checked {day.day} {day:%B %Y})"))
            facts.append(("people", f"These are the only people who need it: {contact.name}"))
        facts.append(("parts", f"This is all that is needed, and no more: {said_of_items(context)}"))
        self.facts = len(facts)
        self.fields["confirmed"] = Ticks("Confirm", facts, what="each line to confirm it")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        channel = answers.get("channel")
        if channel and channel not in allowed(self.context.sensitivity):
            self.add_error(
                "channel",
                f"{Channel(channel).label} is not allowed for this kind of information, "
                f"because {REFUSED[Channel(channel)].lower()}",
            )
        if answers.get("confirmed") is not None and len(answers["confirmed"]) < self.facts:
            self.add_error("confirmed", "Confirm each line. If one is not right, go back and change it")
        return answers


STEPS: dict[str, type[Step]] = {
    step.name: step
    for step in (
        About,
        Safe,
        Adult,
        KeepFrom,
        Who,
        What,
        Family,
        Telling,
        NotTold,
        Decide,
        Override,
        Why,
        WhyNot,
        Send,
    )
}
