"""What is typed into the address of a governors' page is neither looked up nor kept (R: T1)."""

import pytest

from accounts.roles import Role
from core.audit.models import Entry
from tests.factories import browser_for, user

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("T1")]


@pytest.mark.parametrize("typed", ["amina-yusuf-exclusion", "x" * 120, "M-7K4M-92XC-and-more"])
@pytest.mark.parametrize("where", ["papers", "meetings", "minutes"])
def test_words_typed_into_an_address_stand_nowhere_in_the_log(db, typed, where):
    client = browser_for(user(Role.GOVERNOR))
    last = Entry.objects.count()
    assert client.get(f"/{where}/{typed}/").status_code == 404
    assert not Entry.objects.filter(object_pk__contains=typed[:20]).exists()
    assert Entry.objects.count() == last
