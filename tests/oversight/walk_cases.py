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
    Page("home:home", each_role=True),
    Page("child:find", each_role=True),
    Page("log:log", roles={Role.DPO}),
    Page("dashboard:dashboard", roles={Role.HEADTEACHER}),
    Page("dashboard:download_list", roles={Role.HEADTEACHER}, fresh=Fresh.LEAVES),
    Action("dashboard:print_figures", roles={Role.HEADTEACHER}, fresh=Fresh.LEAVES),
    Page("settings:get_ready", roles=set(SETS_UP), lists=False),
    Page("settings:overview", roles=SETS, lists=False),
    Page("settings:school", roles=SETS, fresh=Fresh.POWER, lists=False),
    Page("settings:sessions", roles=SETS, fresh=Fresh.POWER, lists=False),
    Page("settings:terms", roles={*SETS, Role.OFFICE}, fresh=Fresh.POWER, lists=False),
    Page("settings:classes", roles=SETS, fresh=Fresh.POWER, lists=False),
    Page("settings:categories", roles=SETS, fresh=Fresh.POWER, lists=False),
    Page("settings:email", roles=SETS, lists=False),
    Page("settings:import_staff", roles=SETS, fresh=Fresh.POWER, lists=False),
    Object("child:child", KNOWN),
    Object("child:who_can_see", KNOWN),
    Object("child:key_worker", {"head", "dsl", "senco"}, fresh=Fresh.POWER),
    Object("settings:school_class", {"administrator"}, fresh=Fresh.POWER, public=True),
    Object("settings:category", {"administrator"}, fresh=Fresh.POWER, public=True),
    Object("settings:end_class_staff", {"administrator"}, method="post", fresh=Fresh.POWER, public=True),
    Object("settings:staff_list", {"administrator", "head", "dsl"}, fresh=Fresh.POWER),
    Object("settings:test_email", {"administrator"}, public=True),
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
        "child:child": both("/children/{}/", child),
        "child:who_can_see": both("/children/{}/who/", child),
        "child:key_worker": both("/children/{}/key-worker/", child),
        "settings:school_class": both("/settings/classes/{}/", fourth),
        "settings:category": both("/settings/categories/{}/", world.record.category.public_id),
        "settings:end_class_staff": both("/settings/class-staff/{}/end/", with_class),
        "settings:staff_list": both("/settings/staff/{}/", staff.public_id),
        "settings:test_email": both("/settings/email/{}/", mailed),
    }
