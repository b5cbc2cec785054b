"""The token in every sealed field of intake: an import and a concern."""

from datetime import date
from uuid import uuid4

from records.intake import concerns, imports
from tests.canary import TOKEN, Canary
from tests.factories import child

FIELDS = {"intake.ImportRun.content", "intake.ImportRun.journal"}


def plant(canary: Canary) -> None:
    world = canary.world
    csv = f"UPN,Surname,Forename,DOB,Religion\n,{TOKEN[:6]}x,Robin,2018-03-02,{TOKEN} held\n".encode()
    assert child("Robin", f"{TOKEN[:6]}x", protected=True, birth_date=date(2018, 3, 2))
    run = imports.take(csv, f"{TOKEN}.csv", world.office)
    imports.agree(run, imports.look(run, csv, {}), {})
    imports.do(run)
    run.refresh_from_db()
    assert run.journal
    concerns.pass_on(by=world.teacher, about=TOKEN, what=f"it was {TOKEN}", when="today", once=uuid4())
