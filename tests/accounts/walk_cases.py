"""What each URL of accounts is, allauth's pages with them, for the walk."""

from uuid import UUID

from accounts.roles import Role
from tests.factories import World
from tests.walking import NOBODY, NOWHERE, Action, Addresses, Fresh, Gone, Object, Open, Page, both

SIGNING_IN = [
    Open("account_login"),
    Open("account_logout"),
    Open("accounts:signed_out"),
    Open("accounts:session_state"),
    Open("account_inactive"),
    Open("account_reset_password"),
    Open("account_reset_password_done"),
    Open("account_reset_password_from_key", needs="a token"),
    Open("account_reset_password_from_key_done"),
    Open("mfa_authenticate"),
    Open("mfa_login_webauthn"),
    Gone("account_signup"),
    Gone("account_reauthenticate"),
    Action("accounts:provider_begin"),
    Action("accounts:provider_callback"),
    Action("accounts:end_session"),
    Action("accounts:keep_text"),
    Action("accounts:kept_text"),
]
OWN_ACCOUNT = [
    Page("accounts:undertaking", lists=False),
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
    Page("accounts:people", roles={Role.ADMINISTRATOR}, fresh=Fresh.POWER),
    Page("accounts:deputies", roles={Role.HEADTEACHER, Role.DSL}, fresh=Fresh.POWER, lists=False),
    Page("accounts:pending_changes", each_role=True),
    Page("accounts:provider_settings", roles={Role.ADMINISTRATOR}, fresh=Fresh.POWER, lists=False),
    Action("accounts:provider_disconnect", fresh=Fresh.POWER),
    Object("accounts:person", {"administrator"}, fresh=Fresh.POWER, public=True),
    Object("accounts:answer_change", NOBODY, method="post", fresh=Fresh.POWER),
]
CASES = [*SIGNING_IN, *OWN_ACCOUNT, *PEOPLE_AND_ROLES]


def addresses(world: World) -> Addresses:
    return {
        "accounts:person": both("/account/people/{}/", world.teacher.public_id),
        "accounts:answer_change": both("/account/changes/{}/", NOWHERE, UUID(int=1)),
    }
