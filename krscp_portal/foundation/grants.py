"""What the application's database roles may do to the tables that no partnership owns.

Tenant tables get their rights from `TenantTable`; Django's own tables and the global ones get
them here, after every migration, so that no table can be forgotten.
"""

from typing import Any

from django.apps import apps
from django.db import connections

from krscp_portal.foundation.context import APP_ROLE, READER_ROLE
from krscp_portal.foundation.models import TenantModel


def grant_application_role(*, using: str, **_: Any) -> None:
    """Give `portal_app` its rights on every table that is not a tenant table."""
    connection = connections[using]
    tenant_tables = {
        model._meta.db_table for model in apps.get_models() if issubclass(model, TenantModel)
    }
    with connection.cursor() as cursor:
        tables = [
            table
            for table in connection.introspection.table_names(cursor)
            if table not in tenant_tables
        ]
        listed = ", ".join(connection.ops.quote_name(table) for table in tables)
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {listed} TO {APP_ROLE}")
        cursor.execute(f"GRANT SELECT ON {listed} TO {READER_ROLE}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}, {READER_ROLE}")
