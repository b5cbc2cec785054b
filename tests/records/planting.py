"""The token in every sealed field of records."""

from records.corrections import reassign
from records.documents import files
from records.need_to_know import grants
from tests.canary import TOKEN, Canary
from tests.factories import child

FIELDS = {
    "records.Section.content",
    "records.UserGrant.reason",
    "records.RoleGrant.reason",
    "records.UserFolderGrant.reason",
    "records.RoleFolderGrant.reason",
    "records.Exclusion.reason",
    "records.Attachment.content",
    "records.Move.reason",
}


def plant(canary: Canary) -> None:
    world, secret = canary.world, canary.secret
    grants.grant(secret, world.teacher, by=world.dsl, reason=f"because {TOKEN}", extent=3)
    grants.grant(secret, "office", by=world.dsl, reason=f"because {TOKEN}")
    grants.exclude(world.other_teacher, by=world.dsl, person=world.child, reason=f"since {TOKEN}")
    files.attach(secret.sections.get(name="whole"), files.check(f"a file {TOKEN}".encode()))
    reassign.merge(child("Amina", "Yusuf"), world.child, by=world.head, reason=f"entered twice {TOKEN}")
