"""The URL table. Each room has its own; this one says where it begins."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from access import urls as access
from governors import urls as governors
from intake import urls as intake
from shawlands import pages

urlpatterns = [
    path("", include("oversight.urls")),
    path("hidden/", login_not_required(pages.hidden_screen), name="hidden_screen"),
    path("colours.css", login_not_required(pages.colours), name="colours"),
    path("account/", include("accounts.urls")),
    path("notices/", include("notices.urls")),
    path("children/", include(access.of_children)),
    path("records/", include(access.of_records)),
    path("records/", include("records.urls")),
    path("access/", include("access.urls")),
    path("papers/", include(governors.of_readers)),
    path("meetings/", include(governors.of_keepers)),
    path("minutes/", include(governors.of_everybody)),
    path("imports/", include(intake.imports)),
    path("concerns/", include(intake.concerns)),
    path("decisions/", include("sharing.urls")),
]

handler400 = "shawlands.pages.bad_request"
handler404 = "shawlands.pages.not_found"
handler403 = "shawlands.pages.forbidden"
handler500 = "shawlands.pages.broken"
