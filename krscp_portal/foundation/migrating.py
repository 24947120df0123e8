"""Many new tables in one step of a migration, because Django draws every model anew after each.

Each `CreateModel` makes Django build the classes of all related models again, and everything here
is related to everything through partnerships and people: a hundred tables took a minute.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Carry several operations out on one drawing of the models: the one after all of them.

    For new tables and what puts them under row-level security. Not for changes to a table that
    was there before, which need the drawing before and after.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add every model to the state, without drawing any: the next that asks draws them once."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, _from: Any, to: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, _from, to)

    def database_backwards(self, app_label: str, schema_editor: Any, _from: Any, to: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, _from, to)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)


def one_by_one(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Return the operations of a migration, those carried out together each on its own."""
    for operation in operations:
        if isinstance(operation, Together):
            yield from one_by_one(operation.operations)
        else:
            yield operation
