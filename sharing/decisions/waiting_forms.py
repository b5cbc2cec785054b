"""What each form is, by the name of its URL, where it waits for a security code."""

FORMS = {
    "decisions:correct": "Correct a decision",
    "decisions:add_entry": "Add to a decision",
    "decisions:review": "Agree with a decision, or overrule it",
    "decisions:review_as_stand_in": "Say whether a decision stays withheld",
    "decisions:name_child": "Say which child a decision is about",
    "decisions:decide_again": "Make a decision again",
    "decisions:ask_question": "Ask about a decision",
    "decisions:answer_question": "Answer a question",
    "decisions:print": "Print a decision",
    "decisions:get_file": "Get the file to send",
    "decisions:open_again": "Look again at a file that left",
    "decisions:told_them": "Say that you have told them",
    "decisions:letter_of_reply": "Get the letter of reply",
}
