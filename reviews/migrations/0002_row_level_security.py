"""Every tenant table of this app under row-level security; what was corrected stays as it was."""

from django.db import migrations

from krscp_portal.foundation.rls import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0001_cases"),
        ("partnerships", "0002_row_level_security"),
    ]

    operations = [
        TenantTable("CaseCounter"),
        TenantTable("Incident"),
        TenantTable("Child", ["incident"]),
        TenantTable("PartnerView", ["incident"]),
        TenantTable("ThresholdDecision", ["incident"]),
        TenantTable("PanelNotification", ["incident"]),
        TenantTable("NotifiedChild", ["notification", "child"]),
        TenantTable("DeathNotice", ["incident"]),
        TenantTable("AwarenessCorrection", ["incident"], append_only=True),
        TenantTable("RapidReview", ["incident"]),
        TenantTable("SignOff", ["rapid_review"], append_only=True),
        TenantTable("CaseGrant", ["content_object"]),
        TenantTable("CaseGroupGrant", ["content_object"]),
        TenantTable("EmergencyAccess", ["incident"], append_only=True),
    ]
