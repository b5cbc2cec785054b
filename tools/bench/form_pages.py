"""Pages with forms, and recording a decision: run inside a checkout, does each some times for each line that it is
sent, and prints the median processor time of each, in ms.

Uses nothing but addresses and the factories of the tests, so that it runs in an earlier checkout as well.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator

ROUNDS = 9
RECORDING = "recording a decision"


def pages(world: object, draft: object) -> dict[str, tuple[str, str]]:
    """Six pages with forms: who opens each, and its address."""
    child, record = world.child.public_id, world.record.public_id  # type: ignore[attr-defined]
    flow = f"/decisions/draft/{draft.public_id}"  # type: ignore[attr-defined]
    return {
        "what to record": ("teacher", "/decisions/start/"),
        "is the child at risk": ("teacher", f"{flow}/safe/"),
        "who would it go to": ("teacher", f"{flow}/who/"),
        "why is it right": ("teacher", f"{flow}/why/"),
        "a new record": ("teacher", f"/records/new/{child}/"),
        "give access": ("senco", f"/records/{record}/give/"),
    }


def rounds() -> Iterator[dict[str, float]]:
    """Open every page once in each round; the processor time of each, in ms."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS.append("testserver")
    with open(os.devnull, "w") as nowhere:
        call_command("prepare", verbosity=0, stdout=nowhere)
    from tests.factories import World, browser_for
    from tests.sharing.flow import Writer

    world = World()
    draft = world.draft()
    browsers = {name: browser_for(getattr(world, name)) for name in ("teacher", "senco")}
    # As it is when somebody comes to the pages: what goes has been answered, and the text has been read once.
    key = str(world.record.public_id)
    Writer.at_draft(browsers["teacher"], draft).give("what", records=[key], **{f"how_{key}": "part"})
    while True:
        took = {}
        for page, (who, address) in pages(world, draft).items():
            began = time.process_time()
            answer = browsers[who].get(address)
            took[page] = (time.process_time() - began) * 1000
            assert answer.status_code == 200, (page, answer.status_code)
        took[RECORDING] = recording_took(world)
        yield took


def recording_took(world: object) -> float:
    """Processor time of recording a decision whose facts are known, in ms."""
    from sharing.decisions import recording
    from sharing.questionnaire.facts import of_context

    facts = of_context(world.context(world.draft()))  # type: ignore[attr-defined]
    began = time.process_time()
    recording.record(facts)
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    every = rounds()
    for _ in sys.stdin:
        some = [next(every) for _ in range(ROUNDS)]
        print(json.dumps({page: statistics.median(took[page] for took in some) for page in some[0]}), flush=True)
