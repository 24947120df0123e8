"""Every tenant table of this app under row-level security."""

from django.db import migrations

from krscp_portal.foundation.rls import TenantTable


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial")]

    operations = [
        TenantTable("RuleOverride"),
        TenantTable("RapidReviewTrigger"),
        TenantTable("RecipientList"),
        TenantTable("Deadline", ["override"]),
    ]
