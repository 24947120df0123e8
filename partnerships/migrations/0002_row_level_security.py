"""Every tenant table of this app under row-level security, and an audit nobody can rewrite."""

from django.db import migrations

from krscp_portal.foundation.rls import TenantTable

# The text that is hashed: every column that says what happened, in one canonical form.
CANONICAL = """
CREATE FUNCTION portal_audit_canonical(event partnerships_auditevent) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_array(
        event.number, event.partnership_id, event.public_id,
        (extract(epoch FROM event.at) * 1000000)::bigint,
        event.verb, event.object_type, event.object_id, event.object_reference,
        event.by_id, event.by_name, event.facts
    )::text
$$;
"""

# One chain per partnership. The advisory lock makes two transactions of one partnership take
# turns from the audit row to their commit, and those of two partnerships not at all.
CHAIN = """
CREATE FUNCTION portal_audit_chain() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('portal.audit'), NEW.partnership_id::int);
    SELECT number, hash INTO last FROM partnerships_auditevent
        WHERE partnership_id = NEW.partnership_id ORDER BY number DESC LIMIT 1;
    NEW.number := coalesce(last.number, 0) + 1;
    NEW.previous_hash := coalesce(last.hash, '');
    NEW.hash := encode(sha256(convert_to(
        NEW.previous_hash || E'\\n' || portal_audit_canonical(NEW), 'UTF8')), 'hex');
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_chain BEFORE INSERT ON partnerships_auditevent
    FOR EACH ROW EXECUTE FUNCTION portal_audit_chain();
"""

# Also for the owner of the table, who would otherwise not need a policy or a grant.
REFUSE = """
CREATE FUNCTION portal_refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A row of % is never changed or removed.', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON partnerships_auditevent
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON partnerships_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
CREATE TRIGGER file_is_append_only BEFORE UPDATE ON partnerships_storedfile
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]

    operations = [
        TenantTable("PartnershipArea"),
        TenantTable("AgencyMembership"),
        TenantTable("Seat"),
        TenantTable("Appointment", ["seat"]),
        TenantTable("Delegation", ["from_seat", "to_seat"]),
        TenantTable("ChairRule"),
        TenantTable("RoleAssignment", own_column="user_id"),
        TenantTable("Invitation"),
        TenantTable("Notice"),
        TenantTable("StoredFile"),
        TenantTable("Job", ["file"]),
        TenantTable("AuditEvent", append_only=True),
        migrations.RunSQL(
            CANONICAL + CHAIN + REFUSE,
            "DROP TRIGGER file_is_append_only ON partnerships_storedfile;"
            "DROP TRIGGER audit_is_never_emptied ON partnerships_auditevent;"
            "DROP TRIGGER audit_is_append_only ON partnerships_auditevent;"
            "DROP TRIGGER audit_chain ON partnerships_auditevent;"
            "DROP FUNCTION portal_refuse_change;"
            "DROP FUNCTION portal_audit_chain;"
            "DROP FUNCTION portal_audit_canonical;",
        ),
    ]
