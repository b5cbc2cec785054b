"""How many presses of links lead from home to a page."""

import re
from html import unescape
from urllib.parse import urljoin

from accounts.models import User
from tests.factories import browser_for

MOST = 3
LINK = re.compile(r'href="([^"#]+)"')
TO_LISTS = re.compile(r"^(/notices/tasks/|/notices/|/concerns/|/access/|/sharing/|/decisions/(mine|questions)/|\?)")
"""The pages on the way: lists. Whatever else is linked from home is the end of a way."""


def reached(person: User, address: str) -> int:
    """After how many presses from the home page the person is at `address`; 99 where no way leads there."""
    client = browser_for(person)
    at, seen = ["/"], {"/"}
    for presses in range(1, MOST + 1):
        found: list[str] = []
        for page in at:
            answer = client.get(page)
            if answer.status_code != 200:
                continue
            for link in LINK.findall(answer.content.decode()):
                there = urljoin(page, unescape(link))
                if there == address:
                    return presses
                if there not in seen and TO_LISTS.match(there):
                    seen.add(there)
                    found.append(there)
        at = found
    return 99
