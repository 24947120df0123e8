"""The new tenant tables of this app under row-level security, and the rows of 0004 held to it."""

import django.db.models
from django.db import migrations, models

from krscp_portal.foundation.rls import TenantParents, TenantTable


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0004_carry_over")]

    operations = [
        migrations.RemoveField(
            model_name='organisation',
            name='former_names',
        ),
        migrations.AddConstraint(
            model_name='agencymembership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', 'statutory_partner'), ('partner_kind__in', ['local_authority', 'icb', 'police'])), models.Q(models.Q(('basis', 'statutory_partner'), _negated=True), ('partner_kind', '')), _connector='OR'), name='membership_partner_kind_iff_partner', violation_error_message='Say which of the three safeguarding partners it is, for a safeguarding partner alone.'),
        ),
        TenantParents("AgencyMembership", ["represented_through"]),
        TenantParents("ChairRule", ["seat"]),
        TenantParents("Delegation", ["document"]),
        TenantParents("Invitation", ["seat"]),
        TenantTable("AgencyArea", ["agency"]),
        TenantTable("SupportRecord", ["appointment", "mentor", "safeguarding_seat"]),
        TenantTable("DelegationReview", ["delegation"], append_only=True),
        TenantTable("Responsibility", ["seat"]),
        TenantTable("ResponsibilityReview", append_only=True),
        TenantTable("ChairReview", ["rule", "next_seat"], append_only=True),
        TenantTable("LocalRule"),
        TenantTable("ConflictDeclaration"),
        TenantTable("ImportBatch"),
        TenantTable("Handover", ["file"]),
        TenantTable("HandoverItem", ["handover"], append_only=True),
        TenantTable("AccessReview"),
        TenantTable("AccessReviewLine", ["review", "assignment"]),
    ]
