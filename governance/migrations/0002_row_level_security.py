"""Every tenant table of this app under row-level security."""

from django.db import migrations

from krscp_portal.foundation.rls import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0001_initial"),
        ("partnerships", "0002_row_level_security"),
    ]

    operations = [
        TenantTable("Group", ["reports_to"]),
        TenantTable("GroupAlias", ["group"]),
        TenantTable("QuorumRule", ["group"]),
        TenantTable("DisputeStep"),
        TenantTable("CycleEntry", ["group"]),
        TenantTable("LinkedBoard"),
        TenantTable("Priority"),
    ]
