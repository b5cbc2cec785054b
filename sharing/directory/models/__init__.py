"""Legal reasons, and the directory: agencies with their contacts, and the purposes of sharing (R: C13)."""

from sharing.directory.models.agencies import Agency, AgencyContact
from sharing.directory.models.legal_reasons import Basis, Condition
from sharing.directory.models.purposes import Purpose

__all__ = ["Agency", "AgencyContact", "Basis", "Condition", "Purpose"]
