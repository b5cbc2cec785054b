"""What each form is, by the name of its URL, where it waits for a security code."""

FORMS = {
    "child:find": "Find a child",
    "child:key_worker": "Key workers of a child",
}
