"""What each form is, by the name of its URL, where it waits for a security code."""

FORMS = {
    "notices:mark_seen": "I have seen this notice",
}
