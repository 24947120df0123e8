"""Carry the former names and the kinds of safeguarding partner over into their own places."""

from django.db import migrations

# The owner is under row-level security too: the rows of every partnership are changed at once.
PARTNER_KINDS = """
ALTER TABLE partnerships_agencymembership NO FORCE ROW LEVEL SECURITY;
UPDATE partnerships_agencymembership AS membership SET partner_kind = organisation.kind
    FROM partnerships_organisation AS organisation
    WHERE organisation.id = membership.organisation_id
    AND membership.basis = 'statutory_partner'
    AND organisation.kind IN ('local_authority', 'icb', 'police');
ALTER TABLE partnerships_agencymembership FORCE ROW LEVEL SECURITY;
"""
FORMER_NAMES = """
INSERT INTO partnerships_organisationalias (public_id, organisation_id, name, reason)
    SELECT DISTINCT ON (organisation.id, lower(each->>'name'))
        gen_random_uuid(), organisation.id, each->>'name', coalesce(each->>'reason', '')
    FROM partnerships_organisation AS organisation,
        jsonb_array_elements(organisation.former_names) AS each;
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0003_people_in_full")]

    operations = [
        migrations.RunSQL(PARTNER_KINDS, migrations.RunSQL.noop),
        migrations.RunSQL(FORMER_NAMES, migrations.RunSQL.noop),
    ]
