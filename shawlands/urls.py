"""The URL table: where each subject begins. One that begins in several places says so itself.

Every name has the namespace of its subject, except for allauth's pages, which it finds by its own names.
"""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from shawlands import errors

of_every_page = [
    path("hidden/", login_not_required(errors.hidden_screen), name="hidden_screen"),
    path("colours.css", login_not_required(errors.colours), name="colours"),
]
urlpatterns = [
    path("", include("oversight.home.urls")),
    path("", include("oversight.child.urls")),
    path("log/", include("oversight.log.urls")),
    path("sharing/", include("oversight.dashboard.urls")),
    path("settings/", include("oversight.settings.urls")),
    path("", include((of_every_page, "shawlands"))),
    path("account/", include("accounts.allauth_urls")),
    path("account/", include("accounts.urls")),
    path("notices/", include("accounts.notices.urls")),
    path("", include("sharing.internal.urls")),
    path("records/", include("records.urls")),
    path("", include("sharing.governors.urls")),
    path("", include("records.intake.urls")),
    path("corrections/", include("sharing.corrections.urls")),
    path("decisions/", include("sharing.questionnaire.urls")),
    path("decisions/", include("sharing.directory.urls")),
    path("decisions/", include("sharing.decisions.urls")),
]

handler400 = "shawlands.errors.bad_request"
handler404 = "shawlands.errors.not_found"
handler403 = "shawlands.errors.forbidden"
handler500 = "shawlands.errors.broken"
