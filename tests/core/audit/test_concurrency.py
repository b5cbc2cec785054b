"""Several processes append and seal at once: no gap, no fork, nothing lost (R: T2)."""

import random
import time

import pytest
from django.db import connection

from core.audit.models import Entry, Pending, Seal
from core.audit.verify import verify
from tests.conftest import LONG
from tests.factories import user
from tests.processes import finish, kill, start

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("T2"), pytest.mark.keeps_no_count]

WRITE = """
from accounts.models import User
from core.audit import entries
from core.audit.models import Entry
from core.audit.sealing import seal_group
person = User.objects.get(pk={pk})
for number in range({times}):
    entries.write(person, Entry.Action.ACCESS, because="process-{name}", number=number)
    seal_group()
    print(number, flush=True)
"""


def test_four_processes_at_once_leave_no_gap_and_no_fork():
    person, times = user("teacher"), 250 if LONG else 40
    before = Entry.objects.count()
    for process in [start(WRITE.format(pk=person.pk, times=times, name=name)) for name in "abcd"]:
        finish(process)
    assert Entry.objects.count() == before + 4 * times
    assert verify() == Entry.objects.count()
    assert sorted(Seal.objects.values_list("n", flat=True)) == list(range(1, Entry.objects.count() + 1))
    assert not Pending.objects.exists()


def test_a_process_killed_anywhere_loses_no_entry_that_it_had_written():
    person = user("teacher")
    for seed in range(12 if LONG else 3):
        process = start(WRITE.format(pk=person.pk, times=10_000, name="k"))
        assert process.stdout and process.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, 0.1))
        connection.close()
        written = len(kill(process).splitlines())
        kept = Entry.objects.filter(additional_data__because="process-k").count()
        assert kept >= written
        assert verify() == Entry.objects.count()
