"""Every field of the decision: empty, over-long, of the wrong kind, hostile. A clear message, nothing lost."""

import re

import pytest
from django import forms as django_forms
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharing.decisions.models import ShareDecision
from sharing.questionnaire.pages import STEPS
from tests.conftest import LONG
from tests.factories import browser_for
from tests.pages import flat
from tests.sharing.flow import Writer, version_on

pytestmark = [pytest.mark.django_db, pytest.mark.daily("postgresql")]
SCRIPT = "<script>alert('x')</script>"
HOSTILE = [
    "",
    " ",
    "\0",
    "a\0b c",
    "\ud800 lone",
    SCRIPT,
    "\u202eevil words\u202c",
    "\x07\x1b[31m red words",
    "x" * 5000,
    "' OR 1=1 --",
    "{{ 7*7 }} {% load x %}",
    "../../etc/passwd",
    "🙈 two words",
    "a" * 2001,
    "0",
    "-1",
    "null",
    "[]",
    "²",
    "9" * 5000,
]


@pytest.fixture
def ready(world):
    """A draft that is complete: every page of it can be opened."""
    return Writer.at_draft(browser_for(world.teacher), world.draft())


PAGES = ["safe", "who", "what", "family", "telling", "decide", "why", "send", "keep-from"]


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_page_says_what_to_do_beside_each_field(ready, page):
    answer = ready.client.post(ready.address(page), {"version": version_on(ready.look(page))})
    if page == "keep-from":
        assert answer.status_code == 302
        return
    text = flat(answer)
    assert answer.status_code == 400 and "There is a problem" in text and "<title>Error:" in text
    targets = re.findall(r'<a href="#(id_[^"]+)">', text)
    assert targets and all(f'id="{target}"' in text for target in targets)
    assert text.count("govuk-error-message") >= len(set(targets)) - text.count("not-there")


@pytest.mark.parametrize("page", PAGES)
def test_hostile_values_in_every_field_get_a_message_and_never_an_error_page(world, ready, page):
    from sharing.decisions import drafts
    from sharing.questionnaire.context import Context

    reader = world.reader(world.teacher)
    form = STEPS[page](Context(drafts.load(reader, ready.draft_id), reader))
    names = []
    for name, field in form.fields.items():
        parts = ("day", "month", "year") if hasattr(field.widget, "decompress") else ("",)
        names += [f"{name}_{part}" if part else name for part in parts]
    assert all(isinstance(field, django_forms.Field) for field in form.fields.values())
    version = version_on(ready.look(page))
    # Each value in each field: all fields at once, each time another value in each.
    for turn in range(len(HOSTILE)):
        values = {name: HOSTILE[(turn + number) % len(HOSTILE)] for number, name in enumerate(names)}
        data = {
            name: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for name, value in values.items()
        }
        answer = ready.client.post(ready.address(page), {"version": version, **data})
        assert answer.status_code in (302, 400, 409), (values, answer.status_code)
        assert SCRIPT.encode() not in answer.content
        version = version_on(answer.content.decode()) if answer.status_code == 400 else version_on(ready.look(page))
    assert not ShareDecision.objects.exists()


@pytest.mark.parametrize("typed", ["<b>kept words</b>", "x" * 2001 + " y", "\u202ekept words"])
def test_what_was_typed_stands_again_on_the_page_that_refuses_it(ready, typed):
    from django.utils.html import escape

    page = ready.give("why", essential=typed, appropriate="")
    assert page.status_code == 400 and escape(typed) in page.content.decode()


def test_over_long_reasons_say_by_how_much(ready):
    page = ready.give("why", purpose="health", essential="two words " * 201, appropriate="other words here")
    assert "Why it is essential must be 2,000 characters or less. You have 9 too many" in page.content.decode()


def test_the_same_reason_twice_is_refused(ready):
    page = ready.give("why", purpose="health", essential="The very same", appropriate="the very SAME")
    assert page.status_code == 400 and b"The two reasons are the same" in page.content


def test_values_that_the_page_did_not_offer_are_refused(world, ready):
    for page, field, value in (
        ("safe", "harm", "maybe"),
        ("who", "to", str(world.head.public_id)),
        ("what", "records", "7d444840-9dc0-11d1-b245-5ffdce74fad2"),
        ("family", f"parents-{world.child.public_id}", "x"),
        ("send", "channel", "pigeon"),
        ("telling", "people", str(world.head.public_id)),
    ):
        assert ready.give(page, **{field: value}).status_code == 400, page


def test_an_unknown_page_and_a_page_not_asked_for(ready):
    assert ready.client.get(ready.address("nonsense")).status_code == 404
    assert ready.client.post(ready.address("nonsense")).status_code == 404
    assert ready.client.get(ready.address("override")).status_code == 302


@given(
    page=st.sampled_from(sorted(STEPS)),
    picks=st.lists(st.integers(0, 1000), min_size=12, max_size=12),
    words=st.lists(st.text(max_size=40) | st.just("two good words"), min_size=12, max_size=12),
)
@settings(max_examples=400 if LONG else 40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_answers_lead_to_an_error_page_or_a_dead_end(world, ready, page, picks, words):
    """Arbitrary answers on arbitrary pages: each time a page, a message, or the next page."""
    opened = ready.client.get(ready.address(page), follow=True)
    assert opened.status_code == 200
    where = opened.redirect_chain[-1][0] if opened.redirect_chain else ready.address(page)
    if where.endswith("/check/"):
        return
    text = opened.content.decode()
    fields = sorted(set(re.findall(r'name="([a-z_][\w-]*)"', text)) - {"csrfmiddlewaretoken", "version", "leave"})
    offered = re.findall(r'type="(?:radio|checkbox)" value="([^"]+)"', text) or ["x"]
    answers = {}
    for field, pick, word in zip(fields, picks, words, strict=False):
        if pick % 3:
            answers[field] = offered[pick % len(offered)] if pick % 2 else word.encode("utf-8", "replace").decode()
    answer = ready.client.post(where, {"version": version_on(text), **answers}, follow=True)
    assert answer.status_code in (200, 400, 409)


@pytest.mark.parametrize("value", ["²", "9" * 500, "٣", "-1", "1e9"])
def test_a_number_in_an_address_or_behind_a_button_is_a_number_or_none(world, value):
    for who, name in ((world.dpo, "log:log"), (world.teacher, "internal:my_access")):
        assert browser_for(who).get(reverse(name), {"before": value}).status_code == 200
    asked = {"which": "remove_term", "key": value}
    assert browser_for(world.administrator).post("/settings/terms/", asked).status_code == 302
