"""What each form is, by the name of its URL, where it waits for a security code."""

FORMS = {
    "records:new_record": "Add a record about a child",
    "records:protect_child": "Protect a child",
    "records:entered_twice": "One child entered twice",
    "records:undo_move": "Undo a move of a record",
    "records:move_record": "Move a record to another child",
}
