"""The home page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.notices import home as home_page
from accounts.requests import Request
from accounts.roles import Role


@require_GET
def home(request: Request) -> HttpResponse:
    """What needs this person now: counts and references, never a child's name (R: G1)."""
    tasks = home_page.tasks_of(request.user, request.roles)
    needs = [task for task in tasks if not task.own]
    values = {
        "needs": needs,
        "own": [task for task in tasks if task.own],
        "links": home_page.links_of(request.roles),
        "administrates": Role.ADMINISTRATOR in request.roles,
        "labels": [Role(role).label for role in sorted(request.roles)],
    }
    return render(request, "oversight/home/home.html", values)
