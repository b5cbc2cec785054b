"""Imports, what is held of them, and concerns. Whatever a person wrote or a file said is sealed."""

from records.intake.models.concerns import Concern
from records.intake.models.held import Held, HeldAnswer
from records.intake.models.imports import ColumnMatch, ImportRun

__all__ = ["ColumnMatch", "Concern", "Held", "HeldAnswer", "ImportRun"]
