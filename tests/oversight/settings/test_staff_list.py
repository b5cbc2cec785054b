"""Staff by a list: read in by the Administrator, approved as a whole by a second person (R: T4)."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import approvals, leaving, roles
from accounts.models import PendingChange, RoleMembership, User
from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock
from core.refusals import Refused
from oversight.settings import staff_list
from oversight.settings.models import StaffLine, StaffList
from records.pupils.importing.lines import FileRefused
from records.pupils.models import ClassStaff
from tests import factories
from tests.factories import browser_for

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("T4")]
HEADINGS = "Title,First name,Last name,Email,Role,Class,Start date,Payroll number\n"
GOOD = (
    "Miss,Nia,Test,nia@school.test,Teacher,4C,,1\n"
    "Mr,Kit,Rowan,KIT@School.Test,Teaching assistant,4c,1 September 2099,2\n"
    ",Jo,Office,jo@school.test,office staff,,,3\n"
)


def take(world, lines: str, headings: str = HEADINGS) -> StaffList:
    return staff_list.take((headings + lines).encode(), world.administrator)


def problems(world, lines: str) -> dict[int, str]:
    return {line.number: line.problem for line in take(world, lines).lines.all() if line.problem}


def test_a_list_is_looked_through_approved_once_and_everyone_gets_a_link(world):
    admin = browser_for(world.administrator)
    file = SimpleUploadedFile("staff.csv", (HEADINGS + GOOD + ",Bad,Line,nobody,Teacher,,,\n").encode())
    look = admin.post("/settings/staff/", {"file": file}, follow=True)
    page, address = look.content.decode(), look.redirect_chain[-1][0]
    assert "Columns not used: Payroll number" in page and "Line 5, Bad Line: The email address is not" in page
    assert "kit@school.test" in page and page.count("New account") == 3
    assert not User.objects.filter(email__endswith="@school.test").exists()
    admin.post(address, {"which": "ask"})
    admin.post(address, {"which": "ask"})
    change = PendingChange.objects.get(kind="staff_list")
    assert Notice.objects.filter(person=world.dpo, reference=change.reference).exists()
    head = browser_for(world.head)
    assert "3 people to read and approve" in head.get("/account/changes/").content.decode()
    assert address in head.get("/account/changes/").content.decode()
    nothing = head.post(address, {"which": "approve"})
    assert nothing.status_code == 400 and "Select at least one person" in nothing.content.decode()
    mail.outbox.clear()
    head.post(address, {"which": "approve", "line": ["2", "3"]})
    nia, kit = User.objects.get(email="nia@school.test"), User.objects.get(email="kit@school.test")
    assert roles.held_by(nia) == {Role.TEACHER} and not roles.held_by(kit)  # hers from now, his from that day
    assert roles.held_or_to_be(kit) == {Role.SUPPORT}
    assert ClassStaff.objects.live().get(user=nia).school_class.name == "4C"
    assert not ClassStaff.objects.live().filter(user=kit).exists() and kit.classes.count() == 1
    assert {one.to[0] for one in mail.outbox if "/account/password/new/" in one.body} == {nia.email, kit.email}
    assert not User.objects.filter(email="jo@school.test").exists()
    assert {line.outcome for line in StaffLine.objects.all()} == {"added", "left_out", "refused"}
    membership = nia.memberships.get()
    assert (membership.given_by, membership.confirmed_by) == (world.administrator, world.head)
    assert head.post(address, {"which": "approve", "line": ["4"]}).status_code == 404  # answered once


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Ms,A,B,a@school.test,Caretaker,,,", "“Caretaker” is not a role here"),
        ("Ms,A,B,a@school.test,,,,", "Role is missing"),
        ("Ms,,B,a@school.test,Teacher,,,", "First name is missing"),
        ("Ms,A,B,a@school,Teacher,,,", "not in the correct format"),
        ("Ms,A,B,a@school.test,Teacher,9Z,,", "no class “9Z”"),
        ("Ms,A,B,a@school.test,Governor,4C,,", "A Governor cannot have a class"),
        ("Ms,A,B,a@school.test,Headteacher,,,", "on People and roles"),
        ("Ms,A,B,a@school.test,Administrator,,,", "on People and roles"),
        ("Ms,A,B,a@school.test,Teacher,,31 February 2027,", "“31 February 2027” is not a date"),
        (f"Ms,{'A' * 81},B,a@school.test,Teacher,,,", "80 characters or less"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(world, line, words):
    assert words in problems(world, line + "\n")[2]


def test_two_lines_with_one_address_are_both_refused(world):
    found = problems(world, "Ms,A,B,a@school.test,Teacher,,,\nMs,C,D,A@SCHOOL.TEST,Teacher,,,\n")
    assert set(found) == {2, 3} and "same email address" in found[2]


def test_a_line_that_is_there_twice_counts_once(world):
    taken = take(world, "Ms,Ann,Lea,a@school.test,Teacher,,,\nMs,ANN,Lea,A@SCHOOL.TEST,teacher,,,\n")
    assert [line.problem for line in taken.lines.order_by("number")] == ["", "The same as line 2"]


def test_a_line_says_everything_that_is_wrong_with_it(world):
    found = problems(world, "Ms,,Lea,nonsense,Wizard,,yesterday,\n")[2]
    for words in ("First name is missing", "correct format", "“Wizard” is not a role here"):
        assert words in found


def test_people_who_are_known_left_or_hold_what_does_not_go_together(world):
    gone = factories.user("teacher")
    leaving.leave(gone)
    admin, teacher = world.administrator, world.teacher
    lines = "".join(
        f",{user.first_name},{last},{user.email},{role},,,\n"
        for user, last, role in (
            (gone, gone.last_name, "Teacher"),
            (admin, admin.last_name, "Teacher"),
            (teacher, "Other", "SENCO"),
            (teacher, teacher.last_name, "Teacher"),
            (world.office, world.office.last_name, "First aider"),
        )
    )
    taken = take(world, lines)
    found = {line.number: line.problem for line in taken.lines.all()}
    assert "they have left" in found[2] and "holds no role that reads" in found[3]
    assert "same email address" in found[4] and "same email address" in found[5] and found[6] == ""
    assert "has another name" in problems(world, f",X,Other,{teacher.email},SENCO,,,\n")[2]
    assert "has this role already" in problems(world, f",X,{teacher.last_name},{teacher.email},Teacher,,,\n")[2]
    change = staff_list.ask(taken, admin)
    staff_list.answer(change, by=world.dsl, wanted={6})
    assert Role.FIRST_AIDER in roles.held_by(world.office)


def test_a_leaver_by_the_files_own_word_is_refused(world):
    taken = take(world, "A,B,a@school.test,Teacher,1/7/2026\n", "First name,Last name,Email,Role,Leaving date\n")
    assert taken.lines.get().problem == "This person has left"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"First name,Last name,Role\nA,B,Teacher\n", "no column Email"),
        (b"First name,Last name\nA,B\n", "no column Email and Role"),
        ("First name,Last name,Email,Role\nZoë,B,z@school.test,Teacher\n".encode("latin-1"), "not in UTF-8"),
        (b"PK\x03\x04x", "This is an Excel file"),
        (b"First name,Last name,Email,Role\n", "no people in this file"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(world, content, words):
    with pytest.raises(FileRefused, match=words):
        staff_list.take(content, world.administrator)


def test_nobody_approves_a_role_for_themselves_and_nobody_else_sees_a_list(world):
    lines = f",{world.dsl.first_name},{world.dsl.last_name},{world.dsl.email},First aider,,,\n" + GOOD
    taken = take(world, lines)
    address = f"/settings/staff/{taken.public_id}/"
    dsl = browser_for(world.dsl)
    assert dsl.get(address).status_code == 404  # not asked yet
    change = staff_list.ask(taken, world.administrator)
    assert "Someone else has to approve your own role" in dsl.get(address).content.decode()
    for person in (world.teacher, world.dpo, world.chair, world.deputy_dsl):
        assert browser_for(person).get(address).status_code == 404
    for which in ("approve", "refuse"):
        admin = browser_for(world.administrator).post(address, {"which": which, "line": ["3"]})
        assert admin.status_code == 400 and not hasattr(PendingChange.objects.get(pk=change.pk), "answer")
    dsl.post(address, {"which": "approve", "line": ["2", "3"]})
    assert Role.FIRST_AIDER not in roles.held_by(world.dsl)
    assert User.objects.filter(email="nia@school.test").exists()


def test_what_changed_since_is_found_when_it_is_approved(world):
    taken = take(world, GOOD)
    change = staff_list.ask(taken, world.administrator)
    factories.people.add(email="nia@school.test", first_name="Nina", last_name="Else")
    with pytest.raises(Refused, match=r"Line 2: .* Leave it out"):
        staff_list.answer(change, by=world.head, wanted={2, 3, 4})
    assert not User.objects.filter(email="kit@school.test").exists()
    assert staff_list.answer(change, by=world.head, wanted={3, 4}) == 2


def test_refused_adds_nobody(world):
    taken = take(world, GOOD)
    staff_list.ask(taken, world.administrator)
    browser_for(world.head).post(f"/settings/staff/{taken.public_id}/", {"which": "refuse"})
    assert not User.objects.filter(email__endswith="@school.test").exists()
    assert not ClassStaff.objects.filter(user__email__endswith="@school.test").exists()


def approve(world, asked: StaffList, *numbers: int):
    data = {"which": "approve", "line": [str(number) for number in numbers]}
    return browser_for(world.head).post(f"/settings/staff/{asked.public_id}/", data)


@pytest.mark.parametrize("then", ["made", "moved here", "moved away"])
def test_a_line_goes_to_the_account_that_it_was_read_with_or_to_none(world, then):
    if then == "moved away":
        prepared = factories.user(Role.VOLUNTEER, last_name="Test")
        User.objects.filter(pk=prepared.pk).update(email="nia@school.test")
    taken = take(world, GOOD.splitlines()[0])
    staff_list.ask(taken, world.administrator)
    if then == "moved away":
        User.objects.filter(pk=prepared.pk).update(email="elsewhere@school.test")
    else:
        prepared = factories.user(Role.VOLUNTEER, last_name="Test")
        User.objects.filter(pk=prepared.pk).update(email="nia@school.test")
    answer = approve(world, taken, 2)
    assert answer.status_code == 400 and "Line 2: the account with this email address has" in answer.content.decode()
    assert roles.held_or_to_be(prepared) == {Role.VOLUNTEER}
    assert not RoleMembership.objects.filter(user__last_name="Test", group__name="teacher").exists()
    assert StaffLine.objects.get().outcome == "waits"


def test_a_role_from_a_list_is_told_to_the_person_and_not_to_whoever_asks(world):
    person = world.teacher
    taken = take(world, f",{person.first_name},{person.last_name},{person.email},SENCO,,,\n" + GOOD)
    change = staff_list.ask(taken, world.administrator)
    told = Notice.objects.filter(reference=change.reference)
    assert [one.kind for one in told.filter(person=person)] == ["change_about_you"]
    assert not told.filter(person=world.administrator).exists()
    approve(world, taken, 2)
    assert Role.SENCO in roles.held_by(person)
    assert {one.kind for one in told.filter(person=person)} == {"change_about_you", "change_answered"}


@pytest.mark.requirement("G2")
@pytest.mark.parametrize("when", ["approved", "refused", "a day old"])
def test_what_was_read_of_people_who_are_not_taken_does_not_stay(world, when):
    with clock.standing_at(clock.now()) as hands:
        taken = take(world, GOOD + ",Bad,Line,bad.line@nowhere,Care taker,,,\n")
        change = staff_list.ask(taken, world.administrator)
        staff_list.clear_refused()
        assert taken.lines.get(number=5).last_name == "Line", "not yet: whoever read it in corrects it"
        if when == "approved":
            approve(world, taken, 2)
        elif when == "refused":
            approvals.answer(change, by=world.head, agreed=False)
        else:
            hands.move(hours=25)
        staff_list.clear_refused()
        gone = [5] if when == "a day old" else [3, 4, 5] if when == "approved" else [2, 3, 4, 5]
        for line in taken.lines.all():
            typed = line.title + line.first_name + line.last_name + line.email + line.class_name + line.problem
            assert (typed == "") is (line.number in gone), line.number
        page = browser_for(world.administrator).get(f"/settings/staff/{taken.public_id}/").content.decode()
        assert "Care taker" not in page and "Not added: 1" in page
        assert "What was read of people who were not added has been removed" in page


def test_a_list_that_one_administrator_reads_in_and_another_sends_is_one_change_and_is_answered(world):
    found, other = take(world, GOOD), factories.user(Role.ADMINISTRATOR)
    changes = {staff_list.ask(found, by).pk for by in (other, world.administrator, other)}
    change = PendingChange.objects.get(kind="staff_list")
    assert changes == {change.pk}
    page = browser_for(world.head).get(f"/settings/staff/{found.public_id}/")
    assert page.status_code == 200 and "Approve selected people" in page.content.decode()


def test_who_is_given_a_role_by_a_list_of_staff_finds_the_change(world):
    list_ = take(world, f",{world.teacher.first_name},{world.teacher.last_name},{world.teacher.email},SENCO,,,\n")
    change = staff_list.ask(list_, world.administrator)
    assert change.reference in browser_for(world.teacher).get("/account/changes/").content.decode()
