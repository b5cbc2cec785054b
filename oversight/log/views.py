"""The log's page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import Role
from core.audit.checkpoints import foot
from core.audit.models import Entry
from core.ids import as_number
from oversight.log import rows as log_rows


@require_GET
def the_log(request: Request) -> HttpResponse:
    """The log for the DPO: ids, kinds and fields, no names (R: T1, need-to-know rule 9)."""
    only_for(request, {Role.DPO}, "This page is for the data protection officer.", page=(Entry, "page"))
    rows, following = log_rows.page(as_number(request.GET.get("before", "")))
    return render(request, "oversight/log/log.html", {"rows": rows, "following": following, "foot": foot()})
