"""What the walk is made of: names with their namespaces, every wrong pair told, no case said twice."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, include, path, reverse

from tests import walking
from tests.walking import Open, Wrong


def page(request):
    return HttpResponse()


INNER: list[URLPattern | URLResolver] = [path("", page, name="inner")]
OUTER: list[URLPattern | URLResolver] = [
    path("", page, name="outer"),
    path("deeper/", include((INNER, "inside"))),
]
urlpatterns = [path("about/", include((OUTER, "about"))), path("plain/", page, name="plain")]


@pytest.mark.urls("tests.test_walking")
def test_a_url_is_named_as_one_writes_it_to_find_it():
    assert walking.names() == {"plain", "about:outer", "about:inside:inner"}
    assert all(reverse(name) for name in walking.names())


def test_every_wrong_pair_is_told_in_one_line():
    wrong = Wrong()
    wrong.unless(True, "right", "the teacher", 200, 200)
    wrong.unless(False, "one", "the teacher", 404, 200)
    wrong.unless(False, "one", "the teacher", "2 refusals", 1)
    wrong.unless(False, "other", "the DSL", 200, 404)
    with pytest.raises(pytest.fail.Exception) as failed:
        wrong.none()
    assert str(failed.value).splitlines() == [
        "2 wrong",
        "one, the teacher: expected 404, got 200; expected 2 refusals, got 1",
        "other, the DSL: expected 200, got 404",
    ]


def test_a_url_has_one_case(monkeypatch):
    twice = [SimpleNamespace(CASES=[Open("plain")]), SimpleNamespace(CASES=[Open("plain")])]
    monkeypatch.setattr(walking, "modules", lambda name: twice)
    with pytest.raises(ValueError, match="plain"):
        walking.cases.__wrapped__()
