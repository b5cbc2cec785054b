"""What each form is, by the name of its URL, where it waits for a security code."""

FORMS = {
    "directory:new_agency": "Add an agency",
    "directory:agency": "Change an agency",
    "directory:new_contact": "Add a contact",
    "directory:contact": "Change a contact",
    "directory:purposes": "Confirm the purposes",
    "directory:purpose": "Confirm a purpose",
}
