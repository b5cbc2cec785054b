"""The URL table. Each app has its own; this one says where it begins."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from records.intake import urls as intake
from sharing.governors import urls as governors
from sharing.internal import urls as access
from shawlands import errors

urlpatterns = [
    path("", include("oversight.urls")),
    path("hidden/", login_not_required(errors.hidden_screen), name="hidden_screen"),
    path("colours.css", login_not_required(errors.colours), name="colours"),
    path("account/", include("accounts.urls")),
    path("notices/", include("accounts.notices.urls")),
    path("children/", include(access.of_children)),
    path("records/", include(access.of_records)),
    path("records/", include("records.urls")),
    path("access/", include("sharing.internal.urls")),
    path("papers/", include(governors.of_readers)),
    path("meetings/", include(governors.of_keepers)),
    path("minutes/", include(governors.of_everybody)),
    path("imports/", include(intake.imports)),
    path("concerns/", include(intake.concerns)),
    path("decisions/", include("sharing.urls")),
]

handler400 = "shawlands.errors.bad_request"
handler404 = "shawlands.errors.not_found"
handler403 = "shawlands.errors.forbidden"
handler500 = "shawlands.errors.broken"
