"""No statement runs without a limit, and what was typed survives one that was stopped (R: G2)."""

import re
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.urls import include, path

from core import time_limits
from tests.factories import browser_for
from tests.processes import ROOT, environment

pytestmark = [pytest.mark.django_db]

ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000000000) SELECT count(*) FROM n"


def endless(request=None):
    """A page whose statement would run for hours."""
    with connection.cursor() as cursor:
        cursor.execute(ENDLESS)
        cursor.fetchone()
    return HttpResponse("done")


def locked(*args, **kwargs):
    raise OperationalError("database is locked")


def broken(request):
    raise OperationalError("no such table")


urlpatterns = [
    path("endless/", endless),
    path("locked/", locked),
    path("broken/", broken),
    path("", include("shawlands.urls")),
]
handler500 = "shawlands.errors.broken"
pages = pytest.mark.urls("tests.shawlands.test_time_limits")


@pytest.fixture
def a_moment(settings):
    """Statements of this test may take a fifth of a second."""
    with time_limits.of(0.2):
        yield


@pytest.mark.django_db(transaction=True)
def test_a_statement_is_stopped_at_its_limit_and_the_next_one_runs(a_moment):
    with pytest.raises(OperationalError) as stopped:
        endless()
    assert time_limits.reached(stopped.value)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


@pages
@pytest.mark.django_db(transaction=True)
def test_the_page_says_so_and_keeps_what_was_typed(world, a_moment):
    client = browser_for(world.teacher)
    answer = client.post("/endless/", {"why": "two <b>words</b>", "kinds": ["a", "b"], "csrfmiddlewaretoken": "old"})
    text = answer.content.decode()
    assert answer.status_code == 503 and "That took too long" in text and answer.headers["Retry-After"]
    form = text.split('action="/endless/"')[1].split("</form")[0]
    assert re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)[1:] == [
        ("why", "two &lt;b&gt;words&lt;/b&gt;"),
        ("kinds", "a"),
        ("kinds", "b"),
    ]
    page = client.get("/endless/")
    assert page.status_code == 503 and b"<form method" not in page.content.split(b"<main")[1].split(b"</main")[0]


@pages
def test_a_locked_database_gets_the_same_page_and_an_error_of_ours_another(world):
    client = browser_for(world.teacher)
    assert client.get("/locked/").status_code == 503
    client.raise_request_exception = False
    assert client.get("/broken/").status_code == 500


@pages
@pytest.mark.parametrize("name", ["password", "oldpassword", "password1", "code", "credential", "secret"])
def test_no_secret_is_written_into_a_page(world, name):
    answer = browser_for(world.teacher).post("/locked/", {"login": "a@b.test", name: "correct horse"})
    assert answer.status_code == 503 and b"correct horse" not in answer.content


def limit_in(code: str) -> str:
    program = f"import django; django.setup()\n{code}\nfrom core import time_limits; print(time_limits.seconds())"
    variables = {**environment(), "SHAWLANDS_STATEMENT_SECONDS": "7", "SHAWLANDS_WORK_SECONDS": "77"}
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.django_db(transaction=True)
def test_the_web_has_a_short_limit_and_work_a_long_one():
    assert limit_in("import shawlands.wsgi") == "7"
    assert limit_in("") == "77"


@pytest.mark.django_db(transaction=True)
@pytest.mark.only("postgresql")
def test_on_postgresql_the_limit_is_the_connections_own():
    code = (
        "from django.db import connection\n{}\n"
        "cursor = connection.cursor(); cursor.execute('SHOW statement_timeout'); print(cursor.fetchone()[0])"
    )
    assert limit_in(code.format("import shawlands.wsgi")).split() == ["7s", "7"]
    assert limit_in(code.format("")).split() == ["77s", "77"]


@pytest.mark.parametrize("said", ["0", "-1", "many", "86401"])
def test_a_limit_is_a_number_of_seconds(said, monkeypatch):
    from shawlands.environment import whole_seconds

    monkeypatch.setenv("SHAWLANDS_STATEMENT_SECONDS", said)
    with pytest.raises(ImproperlyConfigured, match="SHAWLANDS_STATEMENT_SECONDS"):
        whole_seconds("SHAWLANDS_STATEMENT_SECONDS", 15)
