"""Tables that are created together, whole. For each operation Django prepares all models again, which is nearly all
that the first migrations take; in one operation they are prepared once."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """As if its operations stood one after the other."""

    def __init__(self, operations: Iterable[CreateModel]) -> None:
        self.operations = list(operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.operations)} models"


def together(operations: Iterable[Operation]) -> list[CreateModels]:
    """One operation that makes all tables of a first migration, each at once with the fields, indexes and constraints
    that were to be added to it later: databases add foreign keys when all tables are there. Raises TypeError for an
    operation that does anything else."""
    tables: dict[str, CreateModel] = {}
    for operation in operations:
        match operation:
            case CreateModel():
                tables[operation.name_lower] = operation
            case AddField():
                tables[operation.model_name_lower].fields.append((operation.name, operation.field))
            case AddIndex():
                tables[operation.model_name_lower].options.setdefault("indexes", []).append(operation.index)
            case AddConstraint():
                tables[operation.model_name_lower].options.setdefault("constraints", []).append(operation.constraint)
            case _:
                raise TypeError(f"{operation!r} is no part of making tables")
    return [CreateModels(tables.values())]
