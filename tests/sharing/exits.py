"""Exits of sharing besides its lists: the printed record, and the references of decisions."""

from django.test import Client

from accounts.models import User
from core import references
from sharing.decisions import audience
from sharing.decisions.models import ShareDecision
from tests.leaving import Exit, Ground, text_of


def printed(client: Client, ground: Ground, person: User) -> str:
    slugs = [references.slug(decision.reference) for decision in ShareDecision.objects.all()]
    pages = [client.get(f"/decisions/{slug}/print/") for slug in slugs]
    return "".join(text_of(page) for page in pages if page.status_code == 200)


EXITS: dict[str, Exit] = {"decisions:print": printed}


def grow(ground: Ground) -> None:
    ground.world.decide()


def hidden(ground: Ground, person: User) -> dict[str, str]:
    """The decisions of which the person may not know."""
    return {
        decision.reference: "a decision"
        for decision in ShareDecision.objects.all()
        if not audience.Decisions().known_to(person, [decision.reference])
    }
