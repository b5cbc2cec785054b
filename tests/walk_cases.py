"""What each URL of the project itself is, for the walk."""

from tests.walking import Open

CASES = [Open("shawlands:hidden_screen"), Open("shawlands:colours")]
