"""A token planted in every confidential field of every model is found nowhere in clear (R: G2, T1)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from access import adults, asking, briefings, circulations, declarations, emergency, enquiries, looks, meetings
from accounts.models import Session
from governors import collecting, copies, minutes, setting_up
from intake import concerns, imports
from notices import worker
from records import files, granting, moving
from records.models import SealedField
from records.vault import Reader
from school import clock
from sharing.models import ShareDecision
from tests import planted
from tests.factories import World, browser_for, child, record, sign_in
from tests.governors.meeting import Board, a_pdf
from tests.sharing.flow import Writer, simple

TOKEN = "canary-7hq2x9-zebra"


def sealed_fields() -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, SealedField)
    }


def holds(value: object) -> bool:
    return planted.holds(TOKEN, value)


def plant_in_access(world, secret) -> None:
    """Every way of asking for sight, giving it and looking at it, with the token as the reason."""
    words, until = f"because {TOKEN}", clock.now() + timedelta(days=1)
    asked = asking.ask(world.office, world.child, ["speech"], until=until, reason=words)
    asking.answer(asked, "senco", by=world.senco, granted=True, reason=words)
    speech = world.record.category
    granting.grant(granting.folder(world.child, speech), "office", by=world.senco, reason=words, until=until)
    opened = emergency.open_up(world.senco, world.child, ["medical"], reason=words)
    emergency.account(opened, words)
    emergency.review(opened, by=world.head, justified=True, note=words)
    enquiries.begin(world.dpo, words)
    declarations.declare(world.teacher, f"{TOKEN}, my niece")
    briefings.brief(world.child, f"{TOKEN} sits near the door", [world.teacher], by=world.dsl, until=until)
    circulations.circulate(secret, [world.senco], by=world.dsl, due=until, reason=words)
    held = meetings.record(f"We spoke of {TOKEN}", clock.today(), by=world.teacher)
    item = meetings.Item(world.child, f"{TOKEN} came late", [(world.senco, words)])
    meetings.add_item(held, item, by=world.teacher)
    adults.record(world.other_teacher, f"{TOKEN} was said", by=world.head)
    old = granting.grant(
        world.record, world.office, by=world.senco, start=clock.now() - timedelta(days=60), until=until, reason=words
    )
    row = next(row for row in looks.half_termly(world.senco) if row.grant == old)
    looks.look(row, "keep", by=world.senco, reason=words)


def plant_in_governors(world, words: str) -> None:
    """Everything that is sealed of a governors' meeting, with the token in it."""
    board = Board()
    item = setting_up.add_item(board.meeting, words, by=board.clerk, restricted="staff")
    paper = setting_up.take(item, words, a_pdf(words, title=words), by=board.clerk)
    setting_up.keep_from(item, board.finn, "declared", words, by=board.finn)
    board.issue()
    board.accept(board.nell)
    browser_for(board.nell).post(board.path(paper, "notes/"), {"text": words})
    browser_for(board.nell).get(board.path(paper, "1/picture/"))
    copies.release_copy(paper, board.nell, Reader(board.clerk, True), numbered=True, words="x")
    collecting.ask_for_masters(board.meeting, words, by=board.clerk)
    with clock.standing_at(board.meeting.meets_at):
        minutes.draft(board.meeting, {item: (words, words)}, by=board.clerk)


@pytest.mark.requirement("T1")
@pytest.mark.requirement("G2")
@pytest.mark.django_db(transaction=True)
def test_a_planted_token_is_found_nowhere_in_clear(caplog, capfd):
    world = World()
    started = clock.now().timestamp()
    secret = record("safeguarding", world.child, author=world.dsl, text=f"about {TOKEN} and more")
    granting.grant(secret, world.teacher, by=world.dsl, reason=f"because {TOKEN}", extent=3)
    granting.grant(secret, "office", by=world.dsl, reason=f"because {TOKEN}")
    granting.exclude(world.other_teacher, by=world.dsl, person=world.child, reason=f"since {TOKEN}")
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="why")
    sign_in(writer.client, world.teacher, fresh=False)
    writer.client.post(writer.address("why"), {"essential": f"held {TOKEN} text", "version": ""})
    sign_in(writer.client, world.teacher)
    writer.give("why", purpose="health", essential=f"Needs {TOKEN} now", appropriate="Only one doctor sees it.")
    writer.give(
        checked="not", unsure_of=f"{TOKEN} date", channel="secure_email", confirmed=["address", "people", "parts"]
    )
    slug = writer.record()
    recipient = ShareDecision.objects.get().recipients.get().public_id
    assert writer.client.post(f"/decisions/{slug}/file/{recipient}/").status_code == 200
    writer.client.post(
        f"/decisions/{slug}/correct/", {"which": "reasons:2", "right": f"{TOKEN} it is", "why": "two words"}
    )
    files.attach(secret.sections.first(), files.check(f"a file {TOKEN}".encode()))
    twin = child("Amina", "Yusuf")
    moving.merge(twin, world.child, by=world.head, reason=f"entered twice {TOKEN}")
    csv = f"UPN,Surname,Forename,DOB,Religion\n,{TOKEN[:6]}x,Robin,2018-03-02,{TOKEN} held\n".encode()
    hidden = child("Robin", f"{TOKEN[:6]}x", protected=True, birth_date=date(2018, 3, 2))
    assert hidden
    run = imports.take(csv, f"{TOKEN}.csv", world.office)
    imports.agree(run, imports.look(run, csv, {}), {})
    imports.do(run)
    run.refresh_from_db()
    assert run.journal
    plant_in_access(world, secret)
    plant_in_governors(world, f"of {TOKEN} and no more")
    concerns.pass_on(by=world.teacher, about=TOKEN, what=f"it was {TOKEN}", when="today", once=uuid4())
    fields = {
        "records.Section.content",
        "records.UserGrant.reason",
        "records.RoleGrant.reason",
        "records.Exclusion.reason",
        "records.Attachment.content",
        "records.Move.reason",
        "intake.ImportRun.content",
        "intake.ImportRun.journal",
        "sharing.Disclosure.content",
        "sharing.Disclosure.passphrase",
        "records.UserFolderGrant.reason",
        "records.RoleFolderGrant.reason",
        "access.AccessRequest.reason",
        "access.RequestAnswer.reason",
        "access.EmergencyAccess.reason",
        "access.EmergencyAccount.reason",
        "access.EmergencyReview.reason",
        "access.Look.reason",
        "access.Enquiry.reason",
        "governors.Item.title",
        "governors.KeptFrom.reason",
        "governors.Paper.title",
        "governors.PaperPage.image",
        "governors.PaperPage.text",
        "governors.Master.title",
        "governors.Master.content",
        "governors.Note.text",
        "governors.MinutesPart.content",
        "governors.MasterAsk.reason",
    }
    assert sealed_fields() == fields  # a new sealed field must be planted here
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        # what a database's own log shows of a failed statement
        cursor.execute("INSERT INTO audit_checkpoint SELECT * FROM audit_checkpoint, nowhere")
    for person in (world.head, world.teacher, world.dpo, world.chair):
        client = browser_for(person)
        for path in (
            "/",
            "/notices/",
            "/find/",
            "/log/",
            "/access/",
            "/access/standing/",
            f"/children/{world.child.public_id}/",
        ):
            assert not holds(client.get(path).content), path
    assert not holds(browser_for(world.other_teacher).get(f"/records/{secret.public_id}/").content)
    worker.second()
    worker.minute()
    for session in Session.objects.all():
        assert not holds(session.get_decoded())
    out, wrong = capfd.readouterr()
    assert not holds(out) and not holds(wrong) and not holds(caplog.text)
    assert planted.in_clear(TOKEN, started - 1) == []
    # and with need to know and an entry it is there
    assert holds(browser_for(world.dsl).get(f"/records/{secret.public_id}/").content)
    assert holds(browser_for(world.head).get(f"/decisions/{slug}/").content)
