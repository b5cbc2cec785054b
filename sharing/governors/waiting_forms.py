"""What each form is, by the name of its URL, where it waits for a security code."""

FORMS = {
    "governors:paper_left": "Papers",
    "governors:papers_of_meeting": "The undertaking for papers",
    "governors:declare_interest": "An interest in an item",
    "governors:paper_notes": "Your note on a paper",
    "governors:download_paper": "Download a paper",
    "governors:meetings": "A governors' meeting",
    "governors:new_item": "Add an item to an agenda",
    "governors:new_paper": "Add a paper",
    "governors:replace_paper": "Replace a paper",
    "governors:keep_from_item": "Keep somebody from an item",
    "governors:named_governors": "Who reads the papers",
    "governors:issue_papers": "Issue the papers",
    "governors:new_copy": "A numbered copy of a paper",
    "governors:return_copy": "A copy that came back",
    "governors:destroy_papers": "Destroy the papers of a meeting",
    "governors:destruction_certificate": "Certificate of a destruction",
    "governors:masters": "Open what is kept of a meeting",
    "governors:draft_minutes": "Write the minutes",
    "governors:check_minutes": "Check the minutes",
    "governors:approve_minutes": "Approve and publish the minutes",
}
