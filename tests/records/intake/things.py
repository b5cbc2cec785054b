"""What others bring to the school's notice, for tests: made by the product's own functions."""

from uuid import uuid4

from records.intake import concerns, imports
from records.intake.models import Concern, Held, ImportRun
from tests import factories
from tests.factories import World

CSV = b"UPN,Surname,Forename,DOB\nH801200001001,Vetch,Teasel,2018-03-02\n"


def an_import(world: World) -> ImportRun:
    """A file that was brought and waits to be looked at."""
    return imports.take(CSV, "a.csv", world.office)


def something_held(world: World) -> Held:
    """What an import said of a child of whom the office must not know."""
    hidden = factories.child("Teasel", "Vetch", into="3A", protected=True, upn="H801200001001")
    run = an_import(world)
    imports.agree(run, imports.look(run, CSV, {}), {})
    imports.do(run)
    return Held.objects.get(person=hidden)


def something_passed_on(world: World) -> Concern:
    return concerns.pass_on(
        by=world.teacher, about="Amina in 4C", what="She was crying at lunch", when="today", once=uuid4()
    )
