"""What left by a decision, opened again by those who may see the whole of it (R: C8)."""

from uuid import UUID

from django.db.models import Q

from records.models import Exclusion
from records.need_to_know import evidence
from records.vault import vault
from records.vault.vault import Opened, Reader
from sharing.decisions.models import ShareDecision
from sharing.disclosures import release
from sharing.disclosures.models import Disclosure


def may_look(decision: ShareDecision, opened: Opened, reader: Reader) -> bool:
    """Whether the reader sees the whole decision, and is kept out of none of the records that were in what left."""
    if evidence.best_extent(opened.access) != "all" or opened.about_another:
        return False
    kept_out = Exclusion.objects.live(reader.at).filter(user=reader.user)
    of_records = Q(record__shared_in__decision=decision) | Q(person__records__record__shared_in__decision=decision)
    return not kept_out.filter(of_records).exists()


def find(decision: ShareDecision, opened: Opened, public_id: UUID, reader: Reader) -> Disclosure | None:
    """What left of that id, for a reader who may look at it; None for anyone else."""
    disclosures = Disclosure.objects.filter(decision=decision, public_id=public_id)
    found = disclosures.select_related("recipient__contact__agency", "recipient__adult", "by", "key").first()
    return found if found and may_look(decision, opened, reader) else None


def words_of(disclosure: Disclosure, reader: Reader) -> str:
    """What was told, in the words that were kept; "" for a file. Raises as `release.second_look`."""
    return "" if disclosure.file_name else release.second_look(disclosure, reader).decode()


def passphrase_of(disclosure: Disclosure, reader: Reader) -> str:
    """What opens the file; "" for one that is not encrypted."""
    if not disclosure.passphrase:
        return ""
    return vault.open_field(reader, disclosure, "passphrase", because=release.SECOND_LOOK).decode()
