"""manage.py set_up [--file school.toml | --links]"""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import people
from accounts.roles import Role
from core import words as wording
from core.audit import signing_key
from core.models import School
from oversight.settings import first_people as set_up
from oversight.settings.first_people import NEEDED, OPTIONAL, PERSON, SCHOOL, Plan, Question
from shawlands import start_checks, startup


class Command(BaseCommand):
    help = (
        "Set up a new school: its details, and its first Headteacher, DSL, DPO and Administrator. Asks one question at"
        " a time, or reads a file. Prints a link for each person."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, help="a TOML file with the answers (docs/operations.md shows one)")
        parser.add_argument("--links", action="store_true", help="print new links for those who have not used theirs")

    def handle(self, *args: Any, **options: Any) -> None:
        if wrong := start_checks.of_names():
            raise CommandError("The links begin with the address of this service. " + " ".join(wrong))
        if not startup.is_prepared():
            raise CommandError(startup.NOT_PREPARED)
        if options["links"]:
            return self._print_links(again=True)
        if School.objects.exists():
            raise CommandError("This database already has a school. To print new links: manage.py set_up --links")
        try:
            plan = set_up.read(options["file"]) if options["file"] else self._asked()
            if not options["file"] and not self._go_ahead(plan):
                raise CommandError("Nothing was saved.")
            set_up.carry_out(plan)
        except OSError:
            raise CommandError(f"There is no file {options['file']} that can be read.") from None
        except ValueError as error:
            raise CommandError(str(error)) from None
        except (EOFError, KeyboardInterrupt):
            raise CommandError("Stopped. Nothing was saved.") from None
        self.stdout.write(f"\n{plan.school['name']} is set up.\n")
        self._print_links()
        administrator = plan.people[Role.ADMINISTRATOR]
        name = self._name(administrator)
        self.stdout.write(
            f"\nPublic key of the log. Keep a copy somewhere else:\n{signing_key.vkey()}\n"
            f"\nNext: start the service (make run), sign in as {name} and open “Get the school ready”."
        )

    def _print_links(self, again: bool = False) -> None:
        if not School.objects.exists():
            raise CommandError("There is no school yet. To make one: manage.py set_up")
        links = set_up.new_links()
        if not links:
            self.stdout.write(
                "Everyone has set a password. Anyone who has forgotten theirs can set a new one from the sign-in page."
            )
            return
        self.stdout.write(
            "Give each person their own link. It works once, for 3 days. To print new links, which end these: "
            "manage.py set_up --links"
        )
        for user, held, link in links:
            self.stdout.write(f"{' and '.join(role.label for role in held)}, {user.full_name}: {link}")
            if again:
                people.tell_of_new_link(user)

    def _asked(self) -> Plan:
        plan = Plan()
        self.stdout.write("The school. Press Enter after each answer.")
        plan.school = {question.name: self._ask(question) for question in SCHOOL}
        for role in (*NEEDED, *OPTIONAL):
            self.stdout.write(f"\n{role.label}")
            if role == Role.DSL and self._yes("Is the Headteacher also the DSL? [y/N] "):
                plan.people[role] = plan.people[Role.HEADTEACHER]
                continue
            if role in OPTIONAL and not self._yes(f"Is there a {role.label} now? You can add one later. [y/N] "):
                continue
            self._ask_person(plan, role)
        return plan

    def _ask_person(self, plan: Plan, role: Role) -> None:
        """Ask until it is a person who may hold the role beside what they hold already; what was typed can be kept."""
        kept: dict[str, str] = {}
        while True:
            plan.people[role] = {question.name: self._ask(question, kept.get(question.name, "")) for question in PERSON}
            wrong = [line for line in plan.problems() if not line.startswith("There is no ")]
            if not wrong:
                return
            self.stdout.write("\n".join(wrong) + "\nCorrect this person. Press Enter to keep what is shown in “ ”.")
            kept = plan.people[role]

    def _ask(self, question: Question, kept: str = "") -> str:
        hint = f"one of: {', '.join(question.choices)}" if question.choices else f"like {question.example}"
        optional = "" if question.required else ", or leave it empty"
        hint = f"“{kept}”" if kept else hint + optional
        while True:
            try:
                return question.checked(
                    self._input(f"{question.label[0].upper()}{question.label[1:]} ({hint}): ") or kept
                )
            except ValueError as error:
                self.stdout.write(f"  {error}")

    def _input(self, words: str) -> str:
        self.stdout.write(words, ending="")
        self.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n")

    @staticmethod
    def _name(person: dict[str, str]) -> str:
        return wording.full_name(person["title"], person["first_name"], person["last_name"])

    def _yes(self, words: str) -> bool:
        while (answer := self._input(words).strip().lower()) not in ("y", "yes", "n", "no", ""):
            self.stdout.write("  Enter y or n")
        return answer in ("y", "yes")

    def _go_ahead(self, plan: Plan) -> bool:
        self.stdout.write("\nThis is what you entered:")
        for question in SCHOOL:
            self.stdout.write(f"  {question.label}: {plan.school[question.name] or 'none'}")
        for role, person in plan.people.items():
            self.stdout.write(f"  {role.label}: {self._name(person)}, {person['email']}")
        return self._yes("Go ahead? [y/N] ")
