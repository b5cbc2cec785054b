"""What each form is, by the name of its URL, where it waits for a security code."""

FORMS = {
    "intake:imports": "Import a file",
    "intake:held_item": "Something held from an import",
    "intake:import": "An import",
    "intake:import_columns": "Columns of a file",
    "intake:set_import_aside": "Do not import a file",
    "intake:undo_import": "Undo an import",
    "intake:raise_concern": "Pass on a concern",
    "intake:concern": "A concern",
}
