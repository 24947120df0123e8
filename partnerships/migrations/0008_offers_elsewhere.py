"""Whoever an invitation is addressed to may read that it is there, in whatever partnership."""

from django.db import migrations, models

from krscp_portal.foundation.rls import AddressedTable


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0007_one_mail_a_day")]

    operations = [
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(
                models.F("email"),
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_open_by_email",
            ),
        ),
        AddressedTable("Invitation", "email"),
    ]
