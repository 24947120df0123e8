"""Give the earlier names that were stored without one the address by which they lead to a group."""

from django.db import migrations

# The owner is under row-level security too: the rows of every partnership are changed at once.
# What django.utils.text.slugify makes of a name in plain letters.
ADDRESSES = r"""
ALTER TABLE governance_groupalias NO FORCE ROW LEVEL SECURITY;
UPDATE governance_groupalias SET slug = trim(both '-_' from
    regexp_replace(regexp_replace(lower(name), '[^a-z0-9\s_-]', '', 'g'), '[-\s]+', '-', 'g'))
    WHERE slug = '';
ALTER TABLE governance_groupalias FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_membership_and_boards")]

    operations = [migrations.RunSQL(ADDRESSES, migrations.RunSQL.noop)]
