"""What each form is, by the name of its URL, where it waits for a security code."""

FORMS = {
    "corrections:correct": "Correct a record",
    "corrections:correction": "Say who was told of a correction",
}
