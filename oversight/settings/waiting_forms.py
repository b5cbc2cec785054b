"""What each form is, by the name of its URL, where it waits for a security code."""

FORMS = {
    "settings:school": "The school's details",
    "settings:get_ready": "Get the school ready",
    "settings:import_staff": "Import staff",
    "settings:staff_list": "A list of staff",
    "settings:email": "Send a test email",
    "settings:test_email": "A test email",
    "settings:sessions": "Signing out and security codes",
    "settings:terms": "Term dates and closures",
    "settings:classes": "Classes",
    "settings:school_class": "Staff of a class",
    "settings:end_class_staff": "End somebody's class",
    "settings:category": "A kind of record and who sees it",
}
