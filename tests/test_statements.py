"""How many statements the pages take: counted, never timed."""

import pytest
from django.db import connection
from django.shortcuts import render
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from records.banner import Banner
from records.models import Record
from tests.factories import World, browser_for, record

pytestmark = [pytest.mark.django_db]


def bare(request, public_id):
    """The record's page with no need to know, no seal and no log: what the others are measured against."""

    found = Record.objects.select_related("category", "author", "owner", "key").get(public_id=public_id)
    people = [row.person for row in found.subjects.select_related("person")]
    parts = [{"heading": section.name, "text": "…", "section": section} for section in found.sections.all()]
    opened = {"record": found, "subjects": people, "parts": parts}
    banner = Banner(part=False, what="", why="bare", until="", others="")
    return render(request, "records/record.html", {"opened": opened, "banner": banner})


urlpatterns = [path("bare/<uuid:public_id>/", bare), path("", include("shawlands.urls"))]


def statements(client, address: str) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    begin_end = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(begin_end)]


@pytest.mark.urls("tests.test_statements")
def test_the_records_page_takes_at_most_12_and_3_more_than_the_bare_page():
    world = World()
    client = browser_for(world.senco)
    full = statements(client, f"/records/{world.record.public_id}/")
    plain = statements(client, f"/bare/{world.record.public_id}/")
    assert len(full) <= 12, full
    assert len(full) - len(plain) <= 3, (len(full), len(plain))


def test_a_childs_page_takes_the_same_number_however_many_records():
    world = World()
    client = browser_for(world.head)
    address = f"/children/{world.child.public_id}/"
    before = len(statements(client, address))
    for _ in range(12):
        record("speech", world.child, author=world.senco)
    assert len(statements(client, address)) == before <= 17  # the Headteacher, who sees all three tiers
