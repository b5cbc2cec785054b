"""What each URL of oversight is, for the walk."""

from accounts.roles import Role
from oversight.settings import staff_list
from oversight.settings.models import MailTest
from oversight.settings.ready import SETS_UP
from records.pupils.models import SchoolClass
from tests import factories
from tests.factories import World
from tests.walking import KNOWN, Action, Addresses, Fresh, Object, Page, both

SETS = {Role.ADMINISTRATOR}
CASES = [
    Page("home", each_role=True),
    Page("find", each_role=True),
    Page("log", roles={Role.DPO}),
    Page("dashboard", roles={Role.HEADTEACHER}),
    Page("download", roles={Role.HEADTEACHER}, fresh=Fresh.LEAVES),
    Action("governors_print", roles={Role.HEADTEACHER}, fresh=Fresh.LEAVES),
    Page("ready", roles=set(SETS_UP), lists=False),
    Page("settings", roles=SETS, lists=False),
    Page("settings_school", roles=SETS, fresh=Fresh.POWER, lists=False),
    Page("settings_sessions", roles=SETS, fresh=Fresh.POWER, lists=False),
    Page("settings_terms", roles={*SETS, Role.OFFICE}, fresh=Fresh.POWER, lists=False),
    Page("settings_classes", roles=SETS, fresh=Fresh.POWER, lists=False),
    Page("settings_categories", roles=SETS, fresh=Fresh.POWER, lists=False),
    Page("settings_email", roles=SETS, lists=False),
    Page("staff_import", roles=SETS, fresh=Fresh.POWER, lists=False),
    Object("child", KNOWN),
    Object("who", KNOWN),
    Object("key_worker", {"head", "dsl", "senco"}, fresh=Fresh.POWER),
    Object("settings_class", {"administrator"}, fresh=Fresh.POWER, public=True),
    Object("settings_category", {"administrator"}, fresh=Fresh.POWER, public=True),
    Object("end_class_staff", {"administrator"}, method="post", fresh=Fresh.POWER, public=True),
    Object("staff_list", {"administrator", "head", "dsl"}, fresh=Fresh.POWER),
    Object("test_email", {"administrator"}, public=True),
]


def addresses(world: World) -> Addresses:
    """A child's pages, and what the Administrator sets."""
    child = world.child.public_id
    fourth = SchoolClass.objects.get(name="4C").public_id
    with_class = factories.teacher_of("6Z").classes.get().public_id
    staff = staff_list.take(
        b"First name,Last name,Email,Role\nRue,Thyme,rue@school.test,Teacher\n", world.administrator
    )
    staff_list.ask(staff, world.administrator)
    mailed = MailTest.objects.create(made_by=world.administrator).public_id
    return {
        "child": both("/children/{}/", child),
        "who": both("/children/{}/who/", child),
        "key_worker": both("/children/{}/key-worker/", child),
        "settings_class": both("/settings/classes/{}/", fourth),
        "settings_category": both("/settings/categories/{}/", world.record.category.public_id),
        "end_class_staff": both("/settings/class-staff/{}/end/", with_class),
        "staff_list": both("/settings/staff/{}/", staff.public_id),
        "test_email": both("/settings/email/{}/", mailed),
    }
