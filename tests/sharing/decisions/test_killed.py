"""Recording, killed at its statements: all of it or nothing, and once after the restart (R: C6)."""

import pytest
from django.db import connection

from accounts.notices.models import Notice
from sharing.decisions.models import ShareDecision
from tests.conftest import LONG
from tests.processes import finish, start

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("C6"), pytest.mark.keeps_no_count]

# One process per statement: it records, and is killed just before that statement reaches the database.
RECORD = """
import os, signal
from django.apps import apps
from django.db import connection, connections
from accounts.models import User
from records.vault.vault import Reader
from sharing.decisions import recording, drafts
from sharing.questionnaire import route
from sharing.questionnaire.facts import facts_of

KEPT = ["decisions.ShareDecision", "decisions.DecisionItem", "decisions.DecisionRecipient", "records.Record",
        "records.Section", "records.UserGrant", "records.Exclusion", "notices.Notice", "post_office.Email",
        "audit.Entry"]

def state():
    return [apps.get_model(name)._default_manager.count() for name in KEPT]

def ready():
    reader = Reader(User.objects.get(pk={author}), fresh=True)
    return facts_of(drafts.load(reader, "{draft}"), reader)

ready()
number, killed = {first} - {step}, 0
while True:
    number += {step}
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        facts, count = ready(), [0]
        before = state()
        os.write(writing, repr(before).encode())
        os.close(writing)
        def killer(execute, sql, params, many, how):
            count[0] += 1
            if count[0] == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, how)
        with connection.execute_wrapper(killer):
            recording.record(facts)
        os._exit(0)
    os.close(writing)
    before = eval(os.read(reading, 4096))
    os.close(reading)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        assert status == 0, status
        break
    assert state() == before, (number, before, state())
    killed += 1
print(killed)
"""


def test_killed_at_any_statement_it_is_all_or_nothing_and_once(world):
    draft = world.draft(
        by=world.teacher,
        safe={"harm": "unsure"},
        adult={"adult": "head", "who": None},
        **{"keep-from": {"people": [str(world.head.public_id)]}},
    )
    # Every statement takes its time: all of them in the long run; daily every eighth, other ones on each database.
    step, first = (1, 1) if LONG else (8, 4 if connection.vendor == "postgresql" else 8)
    code = RECORD.format(author=world.teacher.pk, draft=draft.public_id, step=step, first=first)
    killed = int(finish(start(code), 600))
    assert killed * step > 40  # it was killed at that many different statements
    decision = ShareDecision.objects.get()
    told = Notice.objects.filter(reference=decision.reference)
    assert sorted(told.values_list("person", flat=True)) == sorted([world.chair.pk, world.dsl.pk])
