"""Settings of a second world, which has one subject more: the tests' own, and a line in the list of apps."""

import os

from tests import settings as of_the_tests
from tests.settings import *

INSTALLED_APPS = [*of_the_tests.INSTALLED_APPS, "tests.example_subject.lost_property"]
ROOT_URLCONF = "tests.example_subject.urls"
LEFT_OUT = []
WALKED = "" if os.environ.get("SHAWLANDS_LONG") else "lost_property:"
