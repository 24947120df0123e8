"""Row-level security as a migration operation: `TenantTable`.

What it does to a table is in one place, so that no tenant table can have half of it; the system
check `foundation.E001` and `tests/guarantees/` find a tenant model without it.

The policies are aimed at roles (`portal_app`, `portal_reader`) because two permissive policies
for one role are OR'd and lose the index, and the setting is read in a sub-select because a bare
`current_setting` is evaluated per row (technology.md §2, pitfalls 1 and 2).
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.migrations.operations.base import Operation

from krscp_portal.foundation.context import APP_ROLE, READER_ROLE

OWNER_ROLE = "CURRENT_USER"
DEFAULT_TENANT = "nullif(current_setting('app.tenant', true), '')::bigint"
OPEN_TENANT = f"(SELECT {DEFAULT_TENANT})"
OPEN_USER = "(SELECT nullif(current_setting('app.user', true), '')::bigint)"
OPEN_INVITEE = "(SELECT nullif(current_setting('app.invitee', true), ''))"
OPEN_LIST = (
    "ANY ((SELECT string_to_array(nullif(current_setting('app.tenants', true), ''), ',')"
    "::bigint[])::bigint[])"
)


class TenantTable(Operation):
    """Put one model's table under forced row-level security.

    `parents` names the foreign keys to other tenant tables; each becomes a composite key
    `(partnership_id, x_id) -> (partnership_id, id)`, because foreign-key checks bypass row-level
    security. `own_column` lets a person read the rows that carry their user id in any
    partnership. `append_only` leaves the application no right to change or remove a row.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self,
        model: str,
        parents: Sequence[str] = (),
        *,
        own_column: str | None = None,
        append_only: bool = False,
    ) -> None:
        self.model = model
        self.parents = tuple(parents)
        self.own_column = own_column
        self.append_only = append_only

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        kwargs: dict[str, Any] = {}
        if self.own_column:
            kwargs["own_column"] = self.own_column
        if self.append_only:
            kwargs["append_only"] = True
        return self.__class__.__name__, [self.model, list(self.parents)], kwargs

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing of Django's own state changes."""

    def database_forwards(self, app_label: str, schema_editor: Any, _from: Any, to: Any) -> None:
        model = to.apps.get_model(app_label, self.model)
        schema_editor.execute(self._forward_sql(model))

    def database_backwards(self, app_label: str, schema_editor: Any, _from: Any, to: Any) -> None:
        model = _from.apps.get_model(app_label, self.model)
        schema_editor.execute(self._backward_sql(model))

    def describe(self) -> str:
        return f"Put {self.model} under row-level security"

    def _forward_sql(self, model: type[models.Model]) -> str:
        table = model._meta.db_table
        rights = "SELECT, INSERT" if self.append_only else "SELECT, INSERT, UPDATE, DELETE"
        statements = [
            # SET DEFAULT: raw SQL and COPY get the open partnership too, not only the ORM.
            f"ALTER TABLE {table} ALTER COLUMN partnership_id SET DEFAULT {DEFAULT_TENANT}",
            (
                f"ALTER TABLE {table} ADD CONSTRAINT {_name(table, 'tenant_id')}"
                " UNIQUE (partnership_id, id)"
            ),
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            *self._policies(table),
            f"REVOKE ALL ON {table} FROM {APP_ROLE}, {READER_ROLE}",
            f"GRANT {rights} ON {table} TO {APP_ROLE}",
            f"GRANT SELECT ON {table} TO {READER_ROLE}",
        ]
        return ";\n".join([*statements, *self._composite_keys(model)])

    def _composite_keys(self, model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        return [
            f"ALTER TABLE {table} ADD CONSTRAINT {_name(table, parent)}"
            f" FOREIGN KEY (partnership_id, {column}) REFERENCES {target} (partnership_id, id)"
            " DEFERRABLE INITIALLY IMMEDIATE"
            for parent, column, target in self._parents_of(model)
        ]

    def _without_composite_keys(self, model: type[models.Model]) -> list[str]:
        table = model._meta.db_table
        return [
            f"ALTER TABLE {table} DROP CONSTRAINT {_name(table, parent)}"
            for parent, _column, _target in self._parents_of(model)
        ]

    def _policies(self, table: str) -> list[str]:
        """Return one policy for each command and role, so that no two are ever OR'd."""
        mine = f"partnership_id = {OPEN_TENANT}"
        own = f" OR {self.own_column} = {OPEN_USER}" if self.own_column else ""
        whom = f"TO {APP_ROLE}, {OWNER_ROLE}"
        return [
            f"CREATE POLICY tenant_read ON {table} FOR SELECT {whom} USING ({mine}{own})",
            f"CREATE POLICY tenant_insert ON {table} FOR INSERT {whom} WITH CHECK ({mine})",
            (
                f"CREATE POLICY tenant_update ON {table} FOR UPDATE {whom} USING ({mine})"
                f" WITH CHECK ({mine})"
            ),
            f"CREATE POLICY tenant_delete ON {table} FOR DELETE {whom} USING ({mine})",
            (
                f"CREATE POLICY tenant_list ON {table} FOR SELECT TO {READER_ROLE}"
                f" USING (partnership_id = {OPEN_LIST})"
            ),
        ]

    def _backward_sql(self, model: type[models.Model]) -> str:
        table = model._meta.db_table
        statements = self._without_composite_keys(model)
        statements += [
            f"DROP POLICY {policy} ON {table}"
            for policy in (
                "tenant_read",
                "tenant_insert",
                "tenant_update",
                "tenant_delete",
                "tenant_list",
            )
        ]
        statements += [
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DROP CONSTRAINT {_name(table, 'tenant_id')}",
            f"ALTER TABLE {table} ALTER COLUMN partnership_id DROP DEFAULT",
        ]
        return ";\n".join(statements)

    def _parents_of(self, model: type[models.Model]) -> list[tuple[str, Any, Any]]:
        found = []
        for parent in self.parents:
            field = model._meta.get_field(parent)
            target = field.related_model._meta.db_table  # type: ignore[union-attr]
            found.append((parent, field.column, target))  # type: ignore[union-attr]
        return found


class TenantParents(TenantTable):
    """Give the composite keys to foreign keys that were added to a tenant table later."""

    def describe(self) -> str:
        return f"Keep {', '.join(self.parents)} of {self.model} inside one partnership"

    def _forward_sql(self, model: type[models.Model]) -> str:
        return ";\n".join(self._composite_keys(model))

    def _backward_sql(self, model: type[models.Model]) -> str:
        return ";\n".join(self._without_composite_keys(model))


class AddressedTable(Operation):
    """Let whoever holds an address read the rows of a tenant table that are addressed to it.

    In every partnership, and only under the role that may do nothing but read, inside
    `context.as_invitee`. The pages of a partnership run under the other role and find what they did.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str, column: str) -> None:
        self.model = model
        self.column = column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model, self.column], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing of Django's own state changes."""

    def database_forwards(self, app_label: str, schema_editor: Any, _from: Any, to: Any) -> None:
        listed = f"partnership_id = {OPEN_LIST} OR {self.column} = {OPEN_INVITEE}"
        schema_editor.execute(self._policy(to.apps.get_model(app_label, self.model), listed))

    def database_backwards(self, app_label: str, schema_editor: Any, _from: Any, to: Any) -> None:
        listed = f"partnership_id = {OPEN_LIST}"
        schema_editor.execute(self._policy(_from.apps.get_model(app_label, self.model), listed))

    def describe(self) -> str:
        return f"Let an addressee read their own rows of {self.model}"

    def _policy(self, model: type[models.Model], using: str) -> str:
        return f"ALTER POLICY tenant_list ON {model._meta.db_table} USING ({using})"


def _name(table: str, what: str) -> str:
    """Return a constraint name within PostgreSQL's 63 characters."""
    return f"{table[: 58 - len(what)]}_{what}_rls"
