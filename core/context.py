"""What every template knows: the school."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.models import School


def school(request: HttpRequest) -> dict[str, object]:
    """`school`, looked up only if the page shows it, and whether this is the demo."""
    return {"school": SimpleLazyObject(lambda: School.of(request)), "demo": settings.DEMO}
