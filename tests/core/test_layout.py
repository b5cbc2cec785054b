"""Forms as pages show them: everything is escaped, nothing is run, every error leads to its control (R: G2)."""

import re
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from accounts.forms import PersonField
from core.forms import fields
from core.forms.conditional import PageForm
from core.forms.layout import Actions, Button, Link, Question, describe, first_control

HOSTILE = "{{ secret }}{% now 'Y' %}{# x #}<script>alert(1)</script>\"'><b>&amp;"
"""What a child can be called, as far as the page knows."""
ESCAPED = (
    "{{ secret }}{% now &#x27;Y&#x27; %}{# x #}&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&gt;&lt;b&gt;&amp;amp;"
)


class Hostile(PageForm):
    """One field of each kind, each with hostile words wherever words can come from data."""

    button = HOSTILE
    radios = fields.Radios(
        HOSTILE,
        [
            fields.Choice(HOSTILE, HOSTILE, HOSTILE, reveals=["under"], required={"under": HOSTILE}),
            fields.Choice("b", HOSTILE),
        ],
        what=HOSTILE,
        help_text=HOSTILE,
    )
    under = fields.TextField(what=HOSTILE, label=HOSTILE, max_length=100, help_text=HOSTILE)
    ticks = fields.Ticks(HOSTILE, [(HOSTILE, HOSTILE)], what=HOSTILE, help_text=HOSTILE)
    listed = fields.Dropdown(HOSTILE, [(HOSTILE, HOSTILE)], what=HOSTILE, empty=HOSTILE, help_text=HOSTILE)
    person = PersonField(HOSTILE, what=HOSTILE, help_text=HOSTILE)
    text = fields.TextField(what=HOSTILE, label=HOSTILE, help_text=HOSTILE)
    date = fields.DateField(what=HOSTILE, label=HOSTILE, help_text=HOSTILE)
    time = fields.TimeField(what=HOSTILE, label=HOSTILE, help_text=HOSTILE)
    tick = forms.BooleanField(label=HOSTILE, help_text=HOSTILE, error_messages={"required": HOSTILE})
    file = fields.UploadField(what=HOSTILE, label=HOSTILE, help_text=HOSTILE)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)
    password = forms.CharField(widget=forms.PasswordInput, label=HOSTILE, error_messages={"required": HOSTILE})

    def layout(self) -> list[Any]:
        names = [name for name in self.questions if name != "radios"]
        extra: list[Button | Link] = [Button(HOSTILE, HOSTILE, HOSTILE, HOSTILE), Link(HOSTILE, "/?q=%22%3E")]
        return [Question("radios", heading=True), *map(Question, names), Actions(HOSTILE, extra, name=HOSTILE)]


def shown(form: PageForm, **more: Any) -> str:
    """The form as a page shows it, with its list of errors."""
    page = Template("{% load crispy_forms_tags govuk %}{% errors form %}{% crispy form %}")
    request = RequestFactory().get("/")
    return page.render(Context({"form": form, "request": request, "secret": "SECRET", **more}))


def typed(**said: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in said.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


ANSWERED = typed(
    radios=HOSTILE,
    under=HOSTILE,
    ticks=[HOSTILE],
    listed=HOSTILE,
    text=HOSTILE,
    date_day=HOSTILE,
    date_month=HOSTILE,
    date_year=HOSTILE,
    time=HOSTILE,
    hidden=HOSTILE,
    password=HOSTILE,
    person=HOSTILE,
)


@pytest.mark.requirement("G2")
@pytest.mark.parametrize("data", [None, typed(), ANSWERED], ids=["shown", "empty", "answered"])
def test_hostile_words_are_words_wherever_a_form_shows_them(data):
    page = shown(Hostile(data))
    assert "SECRET" not in page and "<script>" not in page and "<b>" not in page, "run, or taken as markup"
    rest = page.replace(ESCAPED, "")
    assert "{{" not in rest and "{%" not in rest and "alert(1)" not in rest, rest
    assert page.count(ESCAPED) > 30
    assert re.fullmatch(r"(?:[^<>]|<[^<>]*>)*", page), "no tag is broken open"


@pytest.mark.requirement("G2")
def test_no_password_is_shown_again():
    assert "top-secret" not in shown(Hostile(typed(password="top-secret")))


@pytest.mark.requirement("G2")
def test_each_error_is_listed_once_and_leads_to_the_first_control_of_its_question():
    form = Hostile(typed(radios=HOSTILE, date_day="31", date_month="2", date_year="2026"))
    page = shown(form)
    summary = page[page.index("govuk-error-summary") : page.index("<form")]
    links = re.findall(r'href="#([^"]+)"', summary)
    assert links and len(links) == len(set(links)) == sum(len(said) for said in form.errors.values())
    for name in form.errors:
        target = first_control(form[name])
        assert target in links
        controls = re.findall(rf'<(input|select|textarea)[^>]*\bid="{target}"', page)
        assert len(controls) == 1, (name, target)
        assert page.count(f'id="{form[name].auto_id}-error"') == 1
    places = [page.index(f' id="{target}"') for target in links]
    assert places == sorted(places), "in the order of the page"


@pytest.mark.requirement("G2")
def test_errors_are_in_the_order_of_the_questions_whenever_they_were_found():
    form = Hostile(typed(radios="b"))
    form.add_error("radios", "found last")
    page = shown(form)
    links = re.findall(r'href="#([^"]+)"', page[page.index("govuk-error-summary") : page.index("<form")])
    assert links[0] == "id_radios"


@pytest.mark.requirement("G2")
def test_what_is_wrong_with_a_field_that_is_not_shown_leads_to_the_page():
    form = Hostile(typed())
    form.add_error("hidden", "Reload the page")
    page = shown(form)
    assert '<a href="#main">Reload the page</a>' in " ".join(page.split()) and "#id_hidden" not in page


@pytest.mark.requirement("G2")
def test_what_no_question_is_about_leads_to_the_page():
    form = Hostile(typed())
    form.add_error(None, HOSTILE)
    assert f'<a href="#main">{ESCAPED}</a>' in " ".join(shown(form).split())


@pytest.mark.requirement("G2")
def test_every_control_is_described_by_its_hint_and_its_error():
    form = Hostile(typed())
    for name in ("text", "listed", "file", "tick", "time"):
        question = describe(form, name)
        assert question["described"] == f"id_{name}-hint id_{name}-error"
        assert f'aria-describedby="{question["described"]}"' in shown(form)


def test_every_button_is_guarded_against_a_double_press():
    buttons = re.findall(r"<button[^>]*>", shown(Hostile()))
    assert len(buttons) == 2 and all('data-prevent-double-click="true"' in button for button in buttons)


class Plain(PageForm):
    word = fields.TextField(what="a word", label="Word")

    def layout(self) -> list[Any]:
        return [Question("word"), Question("word_that_is_not_there")]


def test_a_layout_that_names_no_field_is_said_not_left_out():
    with pytest.raises(KeyError):
        shown(Plain())
