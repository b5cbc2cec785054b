"""What was sealed in another form is opened whole, or said plainly to be begun again: never half read."""

import json
from uuid import UUID

import pytest

from core import references, typed_json
from records.models import Section
from records.vault import vault
from records.vault.filing import Words, add_section
from sharing.decisions import drafts, facts, recording
from sharing.decisions.models import Closure, ShareDecision
from sharing.disclosures.models import Disclosure
from tests.factories import browser_for
from tests.pages import flat
from tests.sharing.flow import ask_the_dsl

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db]


def with_an_old_answer(world, **answers) -> drafts.Draft:
    """A draft with a page as the product of 0.1 sealed it: the same names, without a version."""
    draft = drafts.start(world.teacher, world.child)
    for step, said in answers.items():
        add_section(draft.record, Words(step, said), order=1, by=draft.author)
    return draft


OLD = {
    "safe": {"harm": "no", "for": "0123456789abcdef"},
    "who": {"to": "staff", "directory": None, "school": None, "staff": "x", "more": [["x", "y"]]},
}


@pytest.mark.requirement("C10")
def test_an_old_draft_says_that_it_must_be_started_again_and_can_be_closed(world):
    draft = with_an_old_answer(world, **OLD)
    client = browser_for(world.teacher)
    for page in ("safe", "who", "check", "what", "safe/advice", "safe/advice-had"):
        answer = client.get(f"/decisions/draft/{draft.public_id}/{page}/")
        assert answer.status_code == 409, page
        assert "This draft must be started again" in flat(answer) and world.child.first_name not in flat(answer)
    assert client.post(f"/decisions/draft/{draft.public_id}/safe/", {"harm": "no", "version": ""}).status_code == 409
    assert client.get(f"/decisions/danger/{draft.public_id}/").status_code in (200, 409)
    close = f"/decisions/draft/{draft.public_id}/close/"
    assert client.get(close).status_code == 200
    assert client.post(close, {"reason": "It was written before the update"}).status_code == 302
    assert Closure.objects.get().draft == draft and not ShareDecision.objects.exists()


@pytest.mark.requirement("C10")
@pytest.mark.parametrize(
    "said",
    [
        {"harm": "no", "which": [], "form": 2, "more": "a question that is not asked"},
        {"harm": 1, "form": 2},
        {"harm": ["no"], "form": 2},
        {"harm": "no", "which": "Amina", "form": 2},
        {"harm": "no", "which": [], "form": 1},
        {"harm": "no", "form": 3},
    ],
)
def test_an_answer_of_another_form_is_never_half_read(world, said):
    draft = drafts.start(world.teacher, world.child)
    add_section(draft.record, Words("safe", said), order=1, by=draft.author)
    answer = browser_for(world.teacher).get(f"/decisions/draft/{draft.public_id}/safe/")
    assert answer.status_code == 409 and "must be started again" in flat(answer)


@pytest.mark.requirement("C6")
def test_the_facts_are_sealed_as_json_with_their_version_and_read_back_whole(world):
    decision = world.decide()
    opened = vault.open_record(world.reader(world.head), decision.record.public_id)
    sealed = facts.of(opened)
    assert sealed.version == facts.VERSION and sealed.outcome == decision.outcome and sealed.harm == decision.harm
    assert [person.name for person in sealed.subjects] == [world.child.full_name]
    assert [one.name for one in sealed.recipients] == [str(world.contact)]
    assert [UUID(item.record) for item in sealed.items] == [world.record.public_id]
    kept = json.loads(json.dumps(typed_json.to_json(sealed)))
    assert typed_json.from_json(facts.SealedFacts, kept) == sealed


@pytest.mark.requirement("C6")
def test_facts_of_another_version_are_not_read(world, monkeypatch):
    decision = world.decide()
    monkeypatch.setattr(facts, "VERSION", facts.VERSION + 1)
    answer = browser_for(world.head).get(f"/decisions/{decision.reference.replace(' ', '-')}/")
    assert answer.status_code == 409 and "This cannot be opened" in flat(answer)
    assert world.child.full_name not in flat(answer)


@pytest.mark.requirement("C6")
@pytest.mark.parametrize(
    "sealed",
    [
        None,
        [],
        "x",
        {"version": 1, "outcome": "zzz", "harm": "no"},
        {"version": 1, "outcome": "share_all", "harm": "zzz"},
        {"version": 1, "outcome": None, "harm": None},
    ],
)
def test_a_decision_without_facts_that_can_be_read_is_neither_shown_nor_sent(world, monkeypatch, sealed):
    sealed_as = {"heading": "Facts"} if sealed is None else {"heading": "Facts", facts.FACTS: sealed}
    monkeypatch.setattr(recording, "as_json", lambda _: sealed_as)
    decision = world.decide()
    slug = references.slug(decision.reference)
    client, recipient = browser_for(world.teacher), decision.recipients.get().public_id
    for answer in (
        client.get(f"/decisions/{slug}/"),
        client.post(f"/decisions/{slug}/file/{recipient}/"),
    ):
        assert answer.status_code == 409 and "This cannot be opened" in flat(answer)
    assert not Disclosure.objects.exists()


@pytest.mark.requirement("C6")
def test_a_decision_without_a_section_of_facts_is_neither_shown_nor_sent(world, monkeypatch):
    decision = world.decide()
    monkeypatch.setattr(facts, "FACTS", "other")
    slug, recipient = references.slug(decision.reference), decision.recipients.get().public_id
    client = browser_for(world.teacher)
    assert client.get(f"/decisions/{slug}/").status_code == 409
    assert client.post(f"/decisions/{slug}/file/{recipient}/").status_code == 409 and not Disclosure.objects.exists()


@pytest.mark.requirement("C2")
@pytest.mark.parametrize("said", [{"people": "Amina", "form": 2}, {"people": [], "form": 1}])
def test_the_page_about_danger_opens_whatever_a_draft_holds(world, said):
    draft = drafts.start(world.teacher)
    add_section(draft.record, Words("about", said), order=1, by=draft.author)
    answer = browser_for(world.teacher).get(f"/decisions/danger/{draft.public_id}/")
    assert answer.status_code == 200 and "A child is in danger now" in flat(answer)


@pytest.mark.requirement("C6")
def test_a_decision_is_not_made_again_from_answers_of_another_form(world):
    decision = world.decide()
    add_section(decision.draft.record, Words("who", {"to": "asker"}), order=1, by=decision.draft.author)
    before = drafts.Draft.objects.count()
    answer = browser_for(world.teacher).post(f"/decisions/{references.slug(decision.reference)}/again/")
    assert answer.status_code == 409 and "This cannot be opened" in flat(answer)
    assert drafts.Draft.objects.count() == before


def test_an_adviser_is_not_offered_to_close_a_draft_that_cannot_be_read(world):
    draft = world.draft()
    asked = ask_the_dsl(world, draft, shows="draft")
    add_section(draft.record, Words("safe", OLD["safe"]), order=1, by=draft.author)
    answer = browser_for(world.dsl).get(f"/decisions/advice/{asked.public_id}/")
    assert answer.status_code == 409 and "Close this draft" not in flat(answer)
    assert draft.author.full_name in flat(answer)


def test_the_facts_are_on_no_page_and_in_no_print(world):
    decision = world.decide()
    assert Section.objects.filter(record=decision.record, name=facts.FACTS).count() == 1
    page = flat(browser_for(world.head).get(f"/decisions/{decision.reference.replace(' ', '-')}/"))
    assert page.count("7 Who will be told") == 1 and "Facts" not in page and "share_all" not in page
