"""Pages with forms, by the second: run inside a checkout, prints the median processor time of each page, in ms.

Uses nothing but addresses and the factories of the tests, so that it runs in an earlier checkout as well.
"""

import json
import os
import statistics
import time


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


def measure(rounds: int) -> dict[str, float]:
    """The median processor time of each page, in ms."""
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
    took: dict[str, list[float]] = {}
    for _ in range(rounds):
        for page, (who, address) in pages(world, draft).items():
            began = time.process_time()
            answer = browsers[who].get(address)
            took.setdefault(page, []).append((time.process_time() - began) * 1000)
            assert answer.status_code == 200, (page, answer.status_code)
    return {page: statistics.median(times[3:]) for page, times in took.items()}


if __name__ == "__main__":
    print(json.dumps(measure(int(os.environ.get("BENCH_ROUNDS", "40")))))
