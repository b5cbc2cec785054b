"""What an Administrator can send to the pages of accounts."""

from collections.abc import Iterator
from typing import Any

from accounts import roles
from accounts.roles import Role
from tests.factories import World
from tests.power import ACCOMPLICES, Post

WATCHERS = ("head", "dsl", "deputy_dsl", "dpo", "chair")
EVIL = "mallory@elsewhere.test"


def people(world: World) -> Iterator[Post]:
    for role in Role:
        name = {"title": "", "first_name": "Mallory", "last_name": "Moss"}
        yield "/account/people/", {**name, "email": f"{role}@elsewhere.test", "role": role.value}


def person(world: Any) -> Iterator[Post]:
    """Every change to an account: of accomplices, of those who watch, of one who is to."""
    accomplices = [getattr(world, name) for name in ACCOMPLICES]
    for one in accomplices:
        for role in Role:
            yield f"/account/people/{one.public_id}/", {"kind": "give_role", "role": role.value, "email": ""}
    for one in [*(getattr(world, name) for name in WATCHERS), world.coming, *accomplices, world.administrator]:
        path = f"/account/people/{one.public_id}/"
        yield path, {"kind": "change_email", "role": "", "email": EVIL}
        yield path, {"kind": "reset_factor", "role": "", "email": ""}
        for held in roles.held_or_to_be(one):
            yield path, {"kind": "end_role", "role": held, "email": ""}
        yield path, {"kind": "leave", "role": "", "email": ""}


def provider(world: World) -> Iterator[Post]:
    mine = {"kind": "microsoft", "tenant": "0d1e2f3a-0000-4000-8000-000000000000", "issuer": ""}
    yield "/account/provider/", {**mine, "client_id": "x", "secret": "y"}
    yield "/account/provider/", {"which": "off"}


POSTS = {
    "accounts:people": people,
    "accounts:person": person,
    "accounts:provider_settings": provider,
}
SIGNS_IN = "it signs the sender in or out, or is offered to nobody; its own tests show whom it lets in"
OWN_FACTOR = "the sender's own account: their password, factors, sessions and kept text"
OWN = {
    **dict.fromkeys(
        (
            "account_inactive",
            "account_login",
            "account_logout",
            "account_reauthenticate",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "account_signup",
            "accounts:provider_begin",
            "mfa_authenticate",
            "mfa_login_webauthn",
        ),
        SIGNS_IN,
    ),
    **dict.fromkeys(
        (
            "account_change_password",
            "accounts:end_session",
            "accounts:keep_text",
            "accounts:kept_text",
            "accounts:provider_disconnect",
            "accounts:undertaking",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_generate_recovery_codes",
            "mfa_index",
            "mfa_list_webauthn",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "mfa_view_recovery_codes",
        ),
        OWN_FACTOR,
    ),
}
