"""Which channel is safe for which sensitivity (R: C5). What has not gone yet can be refused; what has gone cannot."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.forms import telephone
from sharing.disclosures.models import Channel

SAFE = {Channel.SECURE_EMAIL, Channel.PORTAL, Channel.IN_PERSON, Channel.CALLED_BACK, Channel.TRACKED}
SAFE_CHOICES = [(channel, channel.label) for channel in Channel if channel in SAFE]
"""The safe ways, as answers to a question."""
ORDINARY = {Channel.POST, Channel.EMAIL}
UNPLANNED = {
    Channel.TEXT_MESSAGE,
    Channel.VOICEMAIL,
    Channel.FAX,
    Channel.MEMORY_STICK,
    Channel.OWN_TELEPHONE,
}
"""Ways that are never planned: they are recorded only where something has gone by them already."""
REFUSED = {
    Channel.POST: "It can be opened by someone else",
    Channel.EMAIL: "It can be read on its way, or sent to the wrong address",
    Channel.MESSAGE: "The school keeps no copy and cannot tell who reads it",
    Channel.CARRIED: "The school keeps no copy and cannot tell who reads it",
    Channel.TEXT_MESSAGE: "It shows on a locked telephone, and the school keeps no copy",
    Channel.VOICEMAIL: "Anyone with the telephone can hear it",
    Channel.FAX: "It lies where anyone can read it",
    Channel.MEMORY_STICK: "It can be lost, and anyone can read it",
    Channel.OWN_TELEPHONE: "What is on it is out of the school’s hands",
    Channel.RANG: "Call back first: the caller’s number can be faked",
}
SPOKEN = {Channel.CALLED_BACK, Channel.IN_PERSON, Channel.RANG}
MAILED = {Channel.SECURE_EMAIL, Channel.EMAIL}
RUNG = {Channel.CALLED_BACK, Channel.RANG}
ENCRYPTED = {Channel.SECURE_EMAIL, Channel.PORTAL, Channel.EMAIL}
ALWAYS = {Channel.CALLED_BACK, Channel.IN_PERSON}
"""Approved whatever an agency's own list says: in urgency people use the telephone, after calling back."""


def allowed(sensitivity: str, agreed: list[str] | None = None) -> list[Channel]:
    """The channels that may carry information of this sensitivity ("ordinary", "personal", "restricted") to a recipient
    with whom the channels `agreed` are agreed (none: all)."""
    return [
        channel
        for channel in Channel
        if (channel in SAFE or (sensitivity == "ordinary" and channel in ORDINARY))
        and (not agreed or channel in agreed or channel in ALWAYS)
    ]


def wrong_address(channel: str, address: str) -> str:
    """Why nothing could go to this address by this channel, and what to enter; "" where it could."""
    try:
        if channel in MAILED:
            validate_email(address)
        elif channel in RUNG:
            telephone.check(address)
    except ValidationError as error:
        mail = "Enter an email address in the correct format, like name@example.com"
        return mail if channel in MAILED else str(error.messages[0])
    return ""


def most_sensitive(sensitivities: list[str]) -> str:
    """The strictest of several; "restricted" where nothing is known."""
    order = ["ordinary", "personal", "restricted"]
    return max(sensitivities, key=order.index, default="restricted")
