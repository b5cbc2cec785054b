"""Which channel is safe for which sensitivity (R: C5). What has not gone yet can be refused; what has, cannot."""

from sharing.models import Channel

SAFE = {Channel.SECURE_EMAIL, Channel.PORTAL, Channel.IN_PERSON, Channel.CALLED_BACK, Channel.TRACKED}
REFUSED = {
    Channel.POST: "It can be opened by someone else",
    Channel.EMAIL: "It can be read on its way, or sent to the wrong address",
}
SPOKEN = {Channel.CALLED_BACK, Channel.IN_PERSON}


def allowed(sensitivity: str) -> list[Channel]:
    """The channels that may carry information of this sensitivity ("ordinary", "personal", "restricted")."""
    return [channel for channel in Channel if channel in SAFE or sensitivity == "ordinary"]


def most_sensitive(sensitivities: list[str]) -> str:
    """The strictest of several; "restricted" where nothing is known."""
    order = ["ordinary", "personal", "restricted"]
    return max(sensitivities, key=order.index, default="restricted")
