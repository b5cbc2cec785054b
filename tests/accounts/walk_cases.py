"""What each URL of accounts is, allauth's pages with them, for the walk."""

from uuid import UUID

from accounts.roles import Role
from tests.factories import World
from tests.walking import NOBODY, NOWHERE, Action, Addresses, Fresh, Gone, Object, Open, Page, both

SIGNING_IN = [
    Open("account_login"),
    Open("account_logout"),
    Open("signed_out"),
    Open("state"),
    Open("account_inactive"),
    Open("account_reset_password"),
    Open("account_reset_password_done"),
    Open("account_reset_password_from_key", needs="a token"),
    Open("account_reset_password_from_key_done"),
    Open("mfa_authenticate"),
    Open("mfa_login_webauthn"),
    Gone("account_signup"),
    Gone("account_reauthenticate"),
    Action("provider_begin"),
    Action("provider_callback"),
    Action("end_session"),
    Action("keep_text"),
    Action("kept_text"),
]
OWN_ACCOUNT = [
    Page("undertaking", lists=False),
    Page("account_change_password", lists=False),
    Page("mfa_index", lists=False),
    Page("mfa_activate_totp", lists=False),
    Page("mfa_view_recovery_codes", lists=False),
    Page("mfa_generate_recovery_codes", lists=False),
    Page("mfa_list_webauthn", lists=False),
    Page("mfa_add_webauthn", lists=False),
    Page("mfa_reauthenticate", lists=False),
    Page("mfa_reauthenticate_webauthn", lists=False),
]
PEOPLE_AND_ROLES = [
    Page("people", roles={Role.ADMINISTRATOR}, fresh=Fresh.POWER),
    Page("away", roles={Role.HEADTEACHER, Role.DSL}, fresh=Fresh.POWER, lists=False),
    Page("changes", each_role=True),
    Page("settings_provider", roles={Role.ADMINISTRATOR}, fresh=Fresh.POWER, lists=False),
    Action("provider_disconnect", fresh=Fresh.POWER),
    Object("person", {"administrator"}, fresh=Fresh.POWER, public=True),
    Object("answer_change", NOBODY, method="post", fresh=Fresh.POWER),
]
CASES = [*SIGNING_IN, *OWN_ACCOUNT, *PEOPLE_AND_ROLES]


def addresses(world: World) -> Addresses:
    return {
        "person": both("/account/people/{}/", world.teacher.public_id),
        "answer_change": both("/account/changes/{}/", NOWHERE, UUID(int=1)),
    }
