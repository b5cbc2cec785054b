"""What you may see: every record, newest first, a page at a time."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts import step_up
from accounts.requests import Request
from core.audit import entries
from core.audit.models import Entry
from core.compiled_queries import MANY
from core.ids import as_number
from core.pages import page
from records.models import Record, RecordSubject
from records.need_to_know import evidence, explain, shipped, visibility


@require_GET
@step_up.needed
def mine(request: Request) -> HttpResponse:
    """The newest records that this person may see, each with why. At most eight statements, whatever there is."""
    user = request.user
    before = as_number(request.GET.get("before", ""))
    newest = visibility.newest_for(user, before=before)
    shown = dict(list(newest.items())[: MANY - 1])
    records = {
        record.pk: record
        for record in Record.objects.filter(pk__in=shown)
        .exclude(category__code__in=shipped.unlisted())
        .select_related("category", "author")
    }
    people = RecordSubject.objects.live().filter(record__in=records).select_related("person").order_by("pk")
    named: dict[int, list[str]] = {}
    for row in people:
        if shown[row.record_id].names(row.person_id):
            named.setdefault(row.record_id, []).append(row.person.full_name)
    rows = [
        (records[pk], ", ".join(named.get(pk, [])), evidence.best_extent(access), explain.row(access.best))
        for pk, access in shown.items()
        if pk in records
    ]
    entries.write(user, Entry.Action.ACCESS, because="mine", records=len(rows))
    following = min(shown) if len(newest) == MANY else None
    return page(
        request,
        "What you may see",
        template="sharing/internal/mine.html",
        rows=rows,
        following=following,
        first=before is None,
    )
