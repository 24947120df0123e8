from django.db import migrations


class Migration(migrations.Migration):
    """Whose account added a row may be empty, so it is no half of who and when."""

    dependencies = [("reviews", "0009_signatures_bound_to_versions")]

    operations = [
        migrations.RenameField("ChronologyRow", "added_by", "account"),
    ]
