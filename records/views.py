"""The page of a record."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from records import banner, vault


@require_GET
def record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    reader = vault.Reader.of(request)
    opened = vault.open_record(reader, public_id)
    return render(request, "records/record.html", {"opened": opened, "banner": banner.of(opened, reader)})
