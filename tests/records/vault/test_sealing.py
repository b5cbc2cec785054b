import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import keyring
from core.keyring import KeyUnavailable
from records import data_keys
from records.data_keys import SecretKey, unwrap
from records.models import DataKey, Section
from records.sealing import seal
from records.vault.unsealing import unseal
from tests.factories import child, record, user

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G2"), pytest.mark.keeps_no_count]


@pytest.fixture
def section(db):
    return record("medical", child(), author=user("medical"), text="Planted words").sections.get(name="whole")


def test_the_attribute_gives_ciphertext(section):
    assert b"Planted" not in bytes(section.content) and bytes(section.content)[:1] == b"\x01"


def test_clear_text_cannot_be_assigned(section):
    for clear in (b"clear", "clear", b""):
        section.content = clear
        with pytest.raises(TypeError, match="sealed"):
            Section(record=section.record, order=1, name="x", key=section.key, written_by_id=1, content=clear).save()


def test_the_length_tells_only_the_kilobyte(section):
    key = unwrap(section.key)
    sizes = set()
    for text in ("", "a", "a" * 1020):
        seal(section, "content", text, key)
        sizes.add(len(section.content))
    assert len(sizes) == 1
    seal(section, "content", "a" * 1021, key)
    assert len(section.content) == sizes.pop() + 1024


def test_a_ciphertext_moved_to_another_place_does_not_open(section):
    key = unwrap(section.key)
    other = section.record.sections.get(name="staff")
    other.content = section.content
    with pytest.raises(KeyUnavailable):
        unseal(other, "content", key)


def test_every_altered_byte_is_found(section):
    key, sealed = unwrap(section.key), bytes(section.content)
    for at in (0, 1, 16, 17, 28, 29, len(sealed) - 1):
        altered = bytearray(sealed)
        altered[at] ^= 1
        section.content = bytes(altered)
        with pytest.raises(KeyUnavailable):
            unseal(section, "content", key)


@pytest.mark.requirement("T5")
def test_destroying_the_data_key_disposes_of_the_text(section):
    row = section.key
    row.wrapped, row.destroyed_at = b"", section.written_at
    row.save()
    with pytest.raises(KeyUnavailable):
        unwrap(DataKey.objects.get(pk=row.pk))


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=3000))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_sealed_comes_back(section, text):
    key = data_keys.new_key()
    seal(section, "content", text, key)
    assert unseal(section, "content", key).decode() == text


def test_a_new_school_key_seals_and_the_old_one_still_opens(section, monkeypatch, tmp_path, settings):
    import base64

    old = keyring.path().read_text()
    settings.KEYS = tmp_path
    keyring.path().write_text(old + f"abcdef12:{base64.b64encode(bytes(range(32))).decode()}\n")
    assert isinstance(unwrap(section.key), SecretKey)
    assert bytes(data_keys.new_key().row.wrapped)[:8] == b"abcdef12"


@pytest.mark.parametrize("text", ["", "nonsense", "a:b", "abcdefgh:AAAA", None])
def test_a_missing_or_broken_key_file_opens_nothing(section, tmp_path, settings, text):
    settings.KEYS = tmp_path
    if text is not None:
        keyring.path().write_text(text)
    with pytest.raises(KeyUnavailable):
        unwrap(section.key)


def test_no_row_of_any_table_holds_the_clear_text(section):
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [table for row in cursor.fetchall() if any(b"Planted" in _bytes(value) for value in row)]
    assert found == []


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
