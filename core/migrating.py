"""Tables that are created together. For each table Django prepares all models again, which is nearly all that the first
migration takes; in one operation they are prepared once."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
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


def together(operations: Iterable[Operation]) -> list[Operation]:
    """The same operations, those that make tables one after the other as one."""
    merged: list[Operation] = []
    tables: list[CreateModel] = []
    for operation in operations:
        if isinstance(operation, CreateModel):
            tables.append(operation)
            continue
        merged += [CreateModels(tables)] if tables else []
        merged.append(operation)
        tables = []
    return merged + ([CreateModels(tables)] if tables else [])
