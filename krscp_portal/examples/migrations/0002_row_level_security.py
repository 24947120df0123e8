"""The ledger of the examples under row-level security."""

from django.db import migrations

from krscp_portal.foundation.rls import TenantTable


class Migration(migrations.Migration):
    dependencies = [("examples", "0001_example_rows")]

    operations = [TenantTable("ExampleRow")]
