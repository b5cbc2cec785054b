"""What each URL of the project itself is, for the walk."""

from tests.walking import Open

CASES = [Open("hidden_screen"), Open("colours")]
