"""As the database's owner: every alteration is named, by the database's verifier and by the offline one (R: T2)."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.audit import checkpoints, entries, export, signing_key, verifier
from core.audit.models import Checkpoint, Entry, Pending, Seal
from core.audit.sealing import seal_all
from core.audit.verifier import Bad
from core.audit.verify import verify
from tests.core.audit.attacks import as_owner, entry_at
from tests.factories import user

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("T2")]


@pytest.fixture
def log(db):
    """A log with an old checkpoint that has left, one newer, and some entries since."""
    person = user("teacher")
    for _ in range(6):
        entries.write(person, Entry.Action.ACCESS, because="test", fields=["a", "b"], actor_id=person.pk)
    old = checkpoints.make()
    for _ in range(9):
        entries.write(person, Entry.Action.UPDATE, fields=["c"], actor_id=person.pk)
    checkpoints.make()
    for _ in range(5):
        entries.write(person, Entry.Action.ACCESS, because="later")
    seal_all()
    return verifier.Checkpoint(old.note)


def exported(tmp_path: Path) -> Path:
    file = tmp_path / "log.jsonl"
    out = io.BytesIO()
    export.export(out)
    file.write_bytes(out.getvalue())
    return file


def offline(file: Path, *words: str) -> tuple[int, str]:
    """The verifier as anybody runs it: one file, no product beside it."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(Path(verifier.__file__)), str(file), *words], capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def test_an_honest_log_is_proved_by_both(log, tmp_path):
    assert verify([log]) == Seal.objects.count() == Entry.objects.count()
    code, said = offline(exported(tmp_path))
    assert code == 0 and "every one stands" in said and "a complete rewrite is not" in said
    note = tmp_path / "checkpoint"
    note.write_text("A mail\n\n" + Checkpoint.objects.first().note + "\nPublic key: …")
    code, said = offline(tmp_path / "log.jsonl", "--checkpoint", str(note), "--key", signing_key.vkey())
    assert code == 0 and "No entry up to number" in said


COLUMNS = {
    "action": "4",
    "actor_id": "NULL",
    "timestamp": "'2020-01-01 00:00:00'",
    "changes": "'[\"z\"]'",
    "cid": "'x'",
    "additional_data": '\'{"because":"other"}\'',
    "kind": "'records.other'",
    "object_pk": "'0'",
    "remote_addr": "'10.0.0.9'",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_each_shown_column_altered_is_named(log, tmp_path, column):
    n = log.size + 2
    as_owner(f"UPDATE audit_entry SET {column} = {COLUMNS[column]} WHERE id = {entry_at(n)}")
    with pytest.raises(Bad, match=f"^entry {n} "):
        verify()
    code, said = offline(exported(tmp_path))
    assert code == 1 and f"entry {n} is not what was sealed" in said


def test_the_columns_altered_are_all_that_pages_show():
    empty = {"object_id", "object_repr", "serialized_data", "changes_text", "remote_port", "actor_email"}
    shown = {field.attname for field in Entry._meta.fields} - {"id", "content_type_id"} - empty
    assert shown == set(COLUMNS)


@pytest.mark.parametrize("place", ["middle", "end"])
def test_an_entry_removed_is_named(log, tmp_path, place):
    n = log.size if place == "middle" else Seal.objects.count()
    as_owner(f"DELETE FROM audit_entry WHERE id = {entry_at(n)}")
    with pytest.raises(Bad, match=f"^entry {n} "):
        verify()
    code, said = offline(exported(tmp_path))
    assert code == 1 and f"entry {n} " in said


def test_an_entry_and_its_place_removed_from_the_middle_is_named(log, tmp_path):
    n = log.size + 3
    pk = entry_at(n)
    as_owner(f"DELETE FROM audit_entry WHERE id = {pk}")
    as_owner(f"DELETE FROM audit_seal WHERE n = {n}")
    with pytest.raises(Bad, match=f"^entry {n} has lost its place"):
        verify()
    code, said = offline(exported(tmp_path))
    assert code == 1 and f"entry {n} " in said


def test_the_log_cut_back_to_an_old_checkpoint_is_named(log, tmp_path):
    newest = Checkpoint.objects.order_by("-size").first()
    keep = log.size
    ids = list(Seal.objects.filter(n__gt=keep).values_list("entry_id", flat=True))
    as_owner(f"DELETE FROM audit_seal WHERE n > {keep}")
    as_owner(f"DELETE FROM audit_entry WHERE id IN ({','.join(map(str, ids))})")
    with pytest.raises(Bad, match="cut back"):
        verify()
    as_owner(f"DELETE FROM audit_checkpoint WHERE size > {keep}")
    assert verify() == keep  # what is left agrees with itself: only the checkpoint that left finds it
    with pytest.raises(Bad, match=f"cut back to {keep}"):
        verify([verifier.Checkpoint(newest.note)])
    note = tmp_path / "note"
    note.write_text(newest.note)
    code, said = offline(exported(tmp_path), "--checkpoint", str(note))
    assert code == 1 and f"cut back to {keep} entries" in said


def test_two_entries_swapped_are_named(log, tmp_path):
    a, b = entry_at(log.size + 1), entry_at(log.size + 4)
    as_owner("UPDATE audit_seal SET entry_id = -1 WHERE entry_id = %s", a)
    as_owner("UPDATE audit_seal SET entry_id = %s WHERE entry_id = %s", a, b)
    as_owner("UPDATE audit_seal SET entry_id = %s WHERE entry_id = -1", b)
    with pytest.raises(Bad, match=f"^entry {log.size + 1} "):
        verify()
    assert offline(exported(tmp_path))[0] == 1


def test_an_entry_that_went_round_sealing_is_named(log, tmp_path):
    entries.write(user("teacher"), Entry.Action.ACCESS)
    Pending.objects.all().delete()
    with pytest.raises(Bad, match="never given a place"):
        verify()
    code, said = offline(exported(tmp_path))
    assert code == 1 and "never given a place" in said


def _rewrite_from(n: int) -> None:
    """The whole log computed anew after an alteration, as somebody with the database and time would."""
    from core.audit.render import body, columns

    as_owner(f"UPDATE audit_entry SET kind = 'x.y' WHERE id = {entry_at(n)}")
    ids = list(Seal.objects.order_by("n").values_list("entry_id", flat=True))
    as_owner("DELETE FROM audit_seal")
    frontier: list[bytes] = []
    with connection.cursor() as cursor:
        for size, pk in enumerate(ids):
            cursor.execute(f"SELECT {columns()} FROM audit_entry e WHERE e.id = %s", [pk])
            node = verifier.push(frontier, size, verifier.leaf(body(cursor.fetchone())))
            Seal.objects.create(n=size + 1, entry_id=pk, node=node)


@pytest.mark.parametrize("offset", [0, 2])
def test_a_complete_rewrite_is_found_by_a_checkpoint_that_left(log, tmp_path, offset):
    newest = verifier.Checkpoint(Checkpoint.objects.order_by("-size").first().note)
    n = log.size - 1 if offset == 0 else log.size + 2
    _rewrite_from(n)
    as_owner("DELETE FROM audit_checkpoint")
    as_owner("UPDATE audit_entry SET kind = kind")
    kinds = Entry.objects.filter(kind="x.y")
    as_owner("UPDATE audit_entry SET content_type_id = content_type_id")
    assert kinds.count() == 1
    expected = "entry 1 or a later one" if offset == 0 else f"entry {log.size + 1} or a later one"
    with pytest.raises(Bad, match=f"{expected}, up to {log.size if offset == 0 else newest.size}"):
        verify([log, newest])
    (tmp_path / "old").write_text(log.text + "\n" + "— x x\n")
    for name, note in (("old", log), ("new", newest)):
        (tmp_path / name).write_text(_note_of(note))
    code, said = offline(
        exported(tmp_path), "--checkpoint", str(tmp_path / "old"), "--checkpoint", str(tmp_path / "new")
    )
    assert code == 1 and expected in said


def _note_of(note: verifier.Checkpoint) -> str:
    import base64

    lines = "".join(f"— {name} {base64.b64encode(blob).decode()}\n" for name, blob in note.signatures)
    return f"{note.text}\n{lines}"


def test_the_key_refuses_to_sign_a_log_that_contradicts_an_older_checkpoint(log):
    _rewrite_from(2)
    with pytest.raises(checkpoints.LogContradictsItself):
        checkpoints.make()


def test_a_forged_checkpoint_is_named(log, tmp_path):
    file = exported(tmp_path)
    forged = _note_of(log).replace(f"\n{log.size}\n", f"\n{log.size + 1}\n", 1)
    (tmp_path / "forged").write_text(forged)
    code, said = offline(file, "--checkpoint", str(tmp_path / "forged"))
    assert code == 1 and "not signed by this log's key" in said


def test_one_byte_of_an_export_changed_names_the_entry(log, tmp_path):
    """Each byte of an entry's line, not a sample of them."""
    file = exported(tmp_path)
    lines = file.read_bytes().split(b"\n")
    first, target = 3, 5  # two checkpoints stand before the entries
    line = lines[first + target - 1]
    for at in range(len(line)):
        altered = bytearray(line)
        altered[at] ^= 1
        copy = list(lines)
        copy[first + target - 1] = bytes(altered)
        path = tmp_path / "altered"
        path.write_bytes(b"\n".join(copy))
        with pytest.raises((Bad, ValueError)) as found:
            verifier.verify(str(path), [])
        if found.type is Bad:
            assert str(found.value).startswith((f"entry {target} ", f"entry {target}:")), at


@pytest.mark.parametrize("text", [b"", b"\n", b"{}", b"\xff\xfe", b'{"size":3}\n', b"[]"])
def test_a_file_that_is_no_export_is_said_so(tmp_path, text):
    file = tmp_path / "x"
    file.write_bytes(text)
    code, said = offline(file)
    assert code == 1 and "cannot be read" in said


def test_lines_inserted_swapped_and_doubled_in_an_export_are_named(log, tmp_path):
    file = exported(tmp_path)
    lines = file.read_bytes().split(b"\n")
    swapped = [*lines[:6], lines[7], lines[6], *lines[8:]]
    doubled = [*lines[:6], lines[5], *lines[6:]]
    dropped = [*lines[:6], *lines[7:]]
    for altered in (swapped, doubled, dropped):
        path = tmp_path / "altered"
        path.write_bytes(b"\n".join(altered))
        code, said = offline(path)
        assert code == 1 and "entry 4 is not here" in said, said


def test_the_commands_say_it(log, tmp_path, capsys):
    call_command("verify_log")
    call_command("export_log", str(tmp_path / "out"))
    call_command("checkpoint")
    assert "stands where and as it was sealed" in capsys.readouterr().out
    as_owner(f"UPDATE audit_entry SET kind = 'x.y' WHERE id = {entry_at(3)}")
    with pytest.raises(CommandError, match="NOT PROVED: entry 3 "):
        call_command("verify_log")


def test_the_fold_is_the_trees_of_the_rfc_for_every_size():
    """Against RFC 9162's own recursive definition, sizes 0 to 70, and the fast pass at all checkpoints."""
    bodies = [str(i).encode() for i in range(70)]

    def tree(leaves: list[bytes]) -> bytes:
        if len(leaves) < 2:
            return verifier.leaf(leaves[0]) if leaves else verifier.sha256(b"")
        k = 1
        while k * 2 < len(leaves):
            k *= 2
        return verifier.interior(tree(leaves[:k]), tree(leaves[k:]))

    lines = [b"x" * verifier.BODY + body + b"}\n" for body in bodies]
    frontier: list[bytes] = []
    for size in range(70):
        assert verifier.root(frontier) == tree(bodies[:size])
        verifier.push(frontier, size, verifier.leaf(bodies[size]))
    found, _ = verifier.roots_at(iter(lines), list(range(1, 71)))
    assert found == {size: tree(bodies[:size]) for size in range(71)}
    assert verifier.roots_at(iter(lines), [3, 8, 9, 70])[0][70] == tree(bodies)
    many = [str(i).encode() for i in range(2 * verifier.BLOCK + 7)]
    lines = [b"x" * verifier.BODY + body + b"}\n" for body in many]
    for sizes in ([len(many)], [5, verifier.BLOCK + 1, len(many)], [verifier.BLOCK, 2 * verifier.BLOCK, len(many)]):
        found, _ = verifier.roots_at(iter(lines), sizes)
        assert [found[size] for size in sizes] == [tree(many[:size]) for size in sizes]


def test_the_verifiers_ed25519_agrees_with_cryptography():
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    for number in range(4):
        key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        public, message = key.public_key().public_bytes_raw(), b"m" * number
        signature = key.sign(message)
        assert verifier.verify_ed25519(public, message, signature)
        for at in (0, 31, 32, 63):
            wrong = bytearray(signature)
            wrong[at] ^= 1
            assert not verifier.verify_ed25519(public, message, bytes(wrong))
        assert not verifier.verify_ed25519(public, message + b"x", signature)
