"""What each form is, by the name of its URL, where it waits for a security code."""

FORMS = {
    "internal:ask_access": "Ask for access",
    "internal:new_emergency": "Emergency access to a child's information",
    "internal:keep_out": "Keep somebody out of all about a child",
    "internal:give_access": "Give access to a record",
    "internal:circulate": "Circulate a record",
    "internal:write_briefing": "Write a briefing",
    "internal:access_request": "Answer a request for access",
    "internal:emergency": "Emergency access",
    "internal:circulation": "A circulated report",
    "internal:briefing": "A briefing",
    "internal:exclusion": "End an exclusion",
    "internal:declare": "Your yearly declaration",
    "internal:declaration": "A declaration",
    "internal:class_cover": "Cover for a class",
    "internal:review_access": "Review somebody's access",
    "internal:past_access": "What somebody could see on a day",
    "internal:new_adult_concern": "A concern about an adult",
    "internal:staff_meetings": "Notes of a staff meeting",
    "internal:staff_meeting_item": "An item of notes",
    "internal:my_notes": "Your notes",
}
