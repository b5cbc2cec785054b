"""The tables of confidential records, by subject."""

from records.models.exclusions import Because, Exclusion
from records.models.grants import Folder, RoleFolderGrant, RoleGrant, UserFolderGrant, UserGrant
from records.models.records import LATER, Attachment, Category, Extent, Move, Record, RecordSubject, Section
from records.models.rules import Relation, Rule
from records.models.sealed import DataKey, SealedField, SealedModel

__all__ = [
    "LATER",
    "Attachment",
    "Because",
    "Category",
    "DataKey",
    "Exclusion",
    "Extent",
    "Folder",
    "Move",
    "Record",
    "RecordSubject",
    "Relation",
    "RoleFolderGrant",
    "RoleGrant",
    "Rule",
    "SealedField",
    "SealedModel",
    "Section",
    "UserFolderGrant",
    "UserGrant",
]
