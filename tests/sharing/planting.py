"""The token in every sealed field of sharing: a decision typed page by page, and corrected."""

from sharing.decisions.models import ShareDecision
from tests.canary import TOKEN, Canary
from tests.factories import browser_for, sign_in
from tests.sharing.flow import Writer, simple

FIELDS = {"disclosures.Disclosure.content", "disclosures.Disclosure.passphrase"}


def plant(canary: Canary) -> None:
    world = canary.world
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="why")
    sign_in(writer.client, world.teacher, fresh=False)
    writer.client.post(writer.address("why"), {"essential": f"held {TOKEN} text", "version": ""})
    sign_in(writer.client, world.teacher)
    writer.give("why", purpose="health", essential=f"Needs {TOKEN} now", appropriate="Only one doctor sees it.")
    writer.give(
        checked="not", unsure_of=f"{TOKEN} date", channel="secure_email", confirmed=["address", "people", "parts"]
    )
    slug = writer.record()
    recipient = ShareDecision.objects.get().recipients.get().public_id
    assert writer.client.post(f"/decisions/{slug}/file/{recipient}/").status_code == 200
    writer.client.post(
        f"/decisions/{slug}/correct/", {"which": "reasons:2", "right": f"{TOKEN} it is", "why": "two words"}
    )
    canary.shown.append((world.head, f"/decisions/{slug}/"))
