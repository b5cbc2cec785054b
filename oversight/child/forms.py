"""What the pages about a child ask."""

from accounts import roles
from accounts.forms import PersonField
from accounts.roles import STAFF, Role
from core.forms import fields
from core.forms.conditional import PageForm

WORKS_WITH_CHILDREN = STAFF - {Role.ADMINISTRATOR, Role.DPO}


class FindForm(PageForm):
    """The name of a child who is looked for."""

    button = "Find"
    query = fields.TextField(what="a name", max_length=80, label="Name")


class KeyWorkerForm(PageForm):
    """Who is a child's key worker from now."""

    button = "Name them"
    person = PersonField("Who is the key worker?", lambda form: roles.holders_of_any(WORKS_WITH_CHILDREN))
