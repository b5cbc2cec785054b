"""Setting up a new school from the command line: asked in the terminal, or read from a file (R: T4)."""

import io
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import deputies, people, roles
from accounts.models import User
from accounts.roles import Role
from core.models import School
from oversight.settings import first_people as set_up
from tests.processes import ROOT

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("T4")]

FILE = Path(__file__).with_name("school.toml")
GOOD = FILE.read_text()


def run(monkeypatch, answers: str = "", **options: object) -> str:
    """What the command prints, given these lines as answers."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    call_command("set_up", stdout=out, **options)
    return out.getvalue()


def typed(
    *,
    dsl: str = "n\nMrs\nSana\nAhmed\nsana@school.test",
    dpo: str = "Mr\nAsh\nLinden\nash@school.test",
    rest: str = "n\nn",
    go: str = "y",
) -> str:
    school = "Fernhill Primary School\nacademy\n999\n2001\nFern Lane, FY1 2AB\n01632 960 200\n"
    school += "01632 960 204\n01632 960 555\n\n01632 960 777"
    head, admin = "Mrs\nRuth\nOkafor\nRuth@School.test", "Ms\nWren\nMaple\nwren@school.test"
    return "\n".join((school, head, dsl, dpo, admin, rest, go)) + "\n"


def held() -> dict[str, set[str]]:
    return {user.email: set(roles.held_by(user)) for user in User.objects.all()}


def test_help_needs_no_environment(tmp_path):
    bare = {"PATH": "/usr/bin:/bin", "SHAWLANDS_DATA": str(tmp_path / "none")}
    done = subprocess.run(
        [sys.executable, "manage.py", "set_up", "--help"], cwd=ROOT, env=bare, capture_output=True, text=True
    )
    assert done.returncode == 0 and "--links" in done.stdout and not (tmp_path / "none").exists()


def test_it_asks_one_question_at_a_time_and_says_what_comes_next(monkeypatch):
    said = run(monkeypatch, typed())
    assert School.here().name == "Fernhill Primary School" and School.here().kind == "academy"
    assert held() == {
        "ruth@school.test": {"headteacher"},
        "sana@school.test": {"dsl"},
        "ash@school.test": {"dpo"},
        "wren@school.test": {"administrator"},
    }
    assert said.count("/account/password/new/") == 4
    assert "sign in as Ms Wren Maple and open “Get the school ready”" in said


def test_a_wrong_answer_is_asked_again_and_says_why(monkeypatch):
    said = run(
        monkeypatch,
        typed().replace("\n999\n", "\n99\nninety\n999\n").replace("Ruth@School.test", "ruth\nruth@school.test"),
    )
    assert said.count("Enter 3 digits, like 999") == 2
    assert "Enter an email address in the correct format" in said and School.objects.exists()


def test_a_telephone_number_is_one(monkeypatch):
    said = run(monkeypatch, typed().replace("01632 960 204", "abc\n01632 960 204"))
    assert said.count("Enter a telephone number, like 01632 960 204") == 1


def test_nothing_is_saved_without_a_yes_or_when_it_stops(monkeypatch):
    for answers in (typed(go="n"), typed(go=""), typed()[:100]):
        with pytest.raises(CommandError, match="Nothing was saved"):
            run(monkeypatch, answers)
        assert not School.objects.exists() and not User.objects.exists()


def test_the_headteacher_may_be_the_dsl_and_a_deputy_may_be_named(monkeypatch):
    run(monkeypatch, typed(dsl="y", rest="y\nMr\nArjun\nPatel\narjun@school.test\nn"))
    head = User.objects.get(email="ruth@school.test")
    assert held()["ruth@school.test"] == {"headteacher", "dsl"} and len(held()) == 4
    assert deputies.deputy_of(head) == User.objects.get(email="arjun@school.test")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("Mrs\nRuth\nOkafor\nruth@school.test", "cannot be one person"),
        ("Mrs\nSana\nAhmed\nsana@school.test", "cannot be one person"),
        ("Mr\nAsh\nLinden\nSANA@school.test", "Two people cannot share an account"),
    ],
)
def test_whose_hats_do_not_go_together_is_asked_again(monkeypatch, wrong, words):
    said = run(monkeypatch, typed(dpo=f"{wrong}\nMr\nAsh\nLinden\nash@school.test"))
    assert words in said and held()["ash@school.test"] == {"dpo"}


def test_what_was_right_of_a_person_need_not_be_typed_again(monkeypatch):
    said = run(monkeypatch, typed(dpo="Mr\nAsh\nLinden\nsana@school.test\n\n\n\nash@school.test"))
    assert "First name (“Ash”): " in said
    assert User.objects.get(email="ash@school.test").full_name == "Mr Ash Linden"


def test_the_file_that_the_documents_show_is_read(tmp_path):
    shown = re.search(r"```toml\n(.*?)```", (ROOT / "docs/operations.md").read_text(), re.DOTALL)
    assert shown
    (tmp_path / "school.toml").write_text(shown[1])
    plan = set_up.read(tmp_path / "school.toml")
    assert plan.problems() == [] and set(plan.people) == set(set_up.NEEDED)


def test_a_file_gives_the_same(monkeypatch, tmp_path):
    run(monkeypatch, file=FILE)
    assert {role for some in held().values() for role in some} == {"headteacher", "dsl", "dpo", "administrator"}
    assert School.here().establishment_number == tomllib.loads(GOOD)["school"]["establishment_number"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[dpo]", "[data_officer]", "[data_officer] is not known"),
        ("[dpo]", "[data_officer]", "[dpo] is missing"),
        ('la_number = "999"', 'la_number = "12"', "[school] la_number: Enter 3 digits"),
        ('email = "ash.linden@school.test"', 'email = "ash"', "[dpo] email: Enter an email address"),
        ('first_name = "Ash"', 'name = "Ash"', "[dpo] name is not known"),
        ('first_name = "Ash"', "", "[dpo] first_name: Enter the first name"),
        ("ash.linden@", "ruth.okafor@", "Two people cannot share an account"),
        ("[school]", "[school", "cannot be read as TOML"),
        ("[school]", "[[school]]", "[school] stands on a line of its own, once"),
        ("[school]\n", 'school = "Fernhill"\n[details]\n', "[school] stands on a line of its own, once"),
        ("[dpo]", "[[chair]]\n[[chair]]\n[dpo]", "[chair] stands on a line of its own, once"),
        ('"Fernhill Primary School"', '["Fernhill"]', "[school] name: Put the name of the school in quotation marks"),
        (
            'dsl_phone = "01632 960 204"',
            "dsl_phone = 1632960204",
            "[school] dsl_phone: Put the telephone number of the DSL",
        ),
        ('"Ash"', "1979-05-27", "[dpo] first_name: Put the first name in quotation marks"),
    ],
)
def test_a_file_that_is_wrong_is_refused_whole(monkeypatch, tmp_path, old, new, words):
    file = tmp_path / "school.toml"
    file.write_text(GOOD.replace(old, new))
    with pytest.raises(CommandError) as refusal:
        run(monkeypatch, file=file)
    assert words in str(refusal.value) and not School.objects.exists() and not User.objects.exists()


def test_twice_is_refused_and_links_can_be_printed_again_until_they_are_used(monkeypatch):
    run(monkeypatch, file=FILE)
    with pytest.raises(CommandError, match=r"already.*--links"):
        run(monkeypatch, file=FILE)
    dpo = User.objects.get(email="ash.linden@school.test")
    dpo.set_password("correct horse battery")
    dpo.save()
    mail.outbox.clear()
    invited = people.add(email="new@school.test", first_name="Olive", last_name="Grove")
    roles.give(invited, Role.TEACHER, by=dpo, confirmed_by=dpo)
    before = run(monkeypatch, links=True)
    said = run(monkeypatch, links=True)
    assert said.count("/account/password/new/") == 3 and "Linden" not in said and invited.last_name not in said
    old, new = (re.findall(r"https?://[^/]+(/\S+)", text) for text in (before, said))
    assert [b"no longer works" in Client().get(link, follow=True).content for link in old + new] == [True] * 3 + [
        False
    ] * 3
    assert {one.to[0] for one in mail.outbox} == {
        user.email for user in User.objects.exclude(pk__in=[dpo.pk, invited.pk])
    }
    assert "/account/password" not in mail.outbox[0].body


def test_it_needs_to_know_the_address_of_the_service(monkeypatch, settings):
    settings.ALLOWED_HOSTS = []
    with pytest.raises(CommandError, match="SHAWLANDS_HOSTS"):
        run(monkeypatch, file=FILE)


@pytest.mark.parametrize(
    ("command", "more", "words"),
    [
        (["set_up", "--file", str(FILE)], {}, "is not prepared"),
        (["serve"], {}, "is not prepared"),
        (["serve"], {"SHAWLANDS_DATA": "/nowhere/data"}, "is not prepared"),
        (["serve"], {"SHAWLANDS_SMTP_TLS": "maybe"}, "SHAWLANDS_SMTP_TLS is 1 or 0"),
    ],
)
def test_a_command_that_comes_too_early_or_with_odd_settings_says_what_to_do(tmp_path, command, more, words):
    where = {"PATH": "/usr/bin:/bin", "SHAWLANDS_DATA": str(tmp_path), "SHAWLANDS_HOSTS": "school.test", **more}
    done = subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=where, capture_output=True, text=True)
    assert done.returncode and words in done.stderr and "Traceback" not in done.stderr


def test_every_optional_role_is_one_that_a_school_can_be_founded_with():
    from accounts import people

    assert set(set_up.NEEDED) | set(set_up.OPTIONAL) == people.FIRST and Role.TEACHER not in people.FIRST
