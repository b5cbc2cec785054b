"""The confidentiality undertaking that everyone with an account accepts (R: G6)."""

from accounts.models import Acceptance, Undertaking, User

TEXT = """I will look only at information that I need for my work.
I will not pass it on except as the school's policy says, and I will not discuss it where others can hear.
I know that everything I open, and when, is recorded.
I will tell the Headteacher at once if something went to the wrong person.
This stays true after I leave."""


def in_force() -> Undertaking:
    """The version in force; the first is made from the text above."""
    return Undertaking.objects.order_by("-version").first() or Undertaking.objects.create(version=1, text=TEXT)


def accept(user: User) -> Acceptance:
    """Record that `user` accepts the version in force, now."""
    return Acceptance.objects.create(user=user, undertaking=in_force())
