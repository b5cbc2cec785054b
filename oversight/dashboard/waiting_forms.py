"""What each form is, by the name of its URL, where it waits for a security code."""

FORMS = {
    "dashboard:download_list": "Download the list of decisions",
    "dashboard:print_figures": "Print the figures for governors",
}
