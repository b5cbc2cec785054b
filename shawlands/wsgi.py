"""The application that gunicorn serves. It refuses to start when a promise cannot be kept."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shawlands.settings")
application = get_wsgi_application()

from core import time_limits  # noqa: E402
from shawlands.startup import refuse_unsafe_start  # noqa: E402

time_limits.for_pages()
refuse_unsafe_start()
