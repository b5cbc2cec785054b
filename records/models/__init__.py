"""The tables of confidential records, by subject."""

from records.models.exclusions import Exclusion
from records.models.grants import RoleGrant, UserGrant
from records.models.records import LATER, Attachment, Category, Extent, Move, Record, RecordSubject, Section
from records.models.rules import Relation, Rule
from records.models.sealed import DataKey, SealedField, SealedModel

__all__ = [
    "LATER",
    "Attachment",
    "Category",
    "DataKey",
    "Exclusion",
    "Extent",
    "Move",
    "Record",
    "RecordSubject",
    "Relation",
    "RoleGrant",
    "Rule",
    "SealedField",
    "SealedModel",
    "Section",
    "UserGrant",
]
