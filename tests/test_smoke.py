import pytest
from tests.factories import World, browser_for


@pytest.mark.django_db
def test_record_and_decide():
    w = World()
    d = w.decide()
    for who in (w.head, w.teacher):
        b = browser_for(who)
        for url in ("/", f"/records/{w.record.public_id}/", f"/children/{w.child.public_id}/", "/notices/", f"/decisions/{d.reference.replace(' ','-')}/", "/find/"):
            r = b.get(url)
            assert r.status_code == 200, (who, url, r.status_code)
    b = browser_for(w.teacher)
    r = b.post("/decisions/start/", {"child": str(w.child.public_id)}, follow=True)
    print(r.redirect_chain)
    assert r.status_code == 200
