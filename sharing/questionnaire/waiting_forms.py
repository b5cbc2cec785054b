"""What each form is, by the name of its URL, where it waits for a security code."""

FORMS = {
    "questionnaire:start": "Record a share decision",
    "questionnaire:danger": "A child is in danger now",
    "questionnaire:danger_of_draft": "A child is in danger now",
    "questionnaire:give_advice": "Give advice",
    "questionnaire:check_answers": "Record a share decision",
    "questionnaire:close_draft": "Close a draft",
    "questionnaire:close_harm": "Close a draft about harm",
    "questionnaire:ask_advice": "Ask for advice",
    "questionnaire:advice_had": "Advice you were given",
    "questionnaire:step": "A page of a share decision",
}
