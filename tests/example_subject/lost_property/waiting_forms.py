"""What each form is, by the name of its URL, where it waits for a security code."""

FORMS = {
    "lost_property:hand_in": "Hand in lost property",
    "lost_property:item": "Whose a lost item is",
    "lost_property:printed": "Print the list of lost property",
}
