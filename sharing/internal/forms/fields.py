"""The people and the kinds of information that pages about access offer."""

from django.db.models import QuerySet

from accounts import roles
from accounts.models import User
from accounts.roles import READERS
from records.models import Category
from records.need_to_know import shipped


def staff(without: User | None = None) -> list[User]:
    """Everybody to whom a record can be opened, by name, but for one person."""
    return [person for person in roles.holders_of_any(READERS) if person != without]


def people_here(without: User) -> QuerySet[User]:
    """Everybody with an account in use, by name, but for one person."""
    return User.objects.filter(is_active=True).exclude(pk=without.pk).order_by("last_name", "first_name")


def kinds() -> list[tuple[str, str]]:
    """The kinds of information that can be asked for: always the same list, whatever is recorded."""
    return list(Category.objects.filter(code__in=shipped.to_ask()).values_list("code", "name"))
