"""Tenant tables under row-level security, and versions that the database itself keeps unchanged."""

from django.db import migrations

from krscp_portal.foundation.rls import TenantTable

# What may change is listed; all else is compared whole, so a column added later is frozen unless
# somebody decides otherwise here.
GUARD = """
CREATE FUNCTION portal_version_guard() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    free text[] := CASE WHEN OLD.state IN ('draft', 'ready')
        THEN ARRAY['state', 'job_id', 'file_id', 'pdf_sha256', 'published_at', 'published_by_id']
        ELSE ARRAY['state', 'superseded_at', 'withdrawn_at', 'withdrawn_by_id', 'withdrawn_reason']
    END;
    moves text[] := ARRAY[
        'draft>ready', 'draft>discarded', 'ready>published', 'ready>discarded',
        'published>superseded', 'published>withdrawn', 'superseded>withdrawn'
    ];
BEGIN
    IF to_jsonb(OLD) - free <> to_jsonb(NEW) - free THEN
        RAISE EXCEPTION 'The text of a version is never changed.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.file_id IS NOT NULL AND (OLD.file_id, OLD.pdf_sha256)
            IS DISTINCT FROM (NEW.file_id, NEW.pdf_sha256) THEN
        RAISE EXCEPTION 'The PDF of a version is never made again.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.state <> NEW.state AND NOT OLD.state || '>' || NEW.state = ANY (moves) THEN
        RAISE EXCEPTION 'A version never goes from % to %.', OLD.state, NEW.state
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER version_is_frozen BEFORE UPDATE ON publications_documentversion
    FOR EACH ROW EXECUTE FUNCTION portal_version_guard();
CREATE TRIGGER version_is_kept BEFORE DELETE ON publications_documentversion
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("publications", "0001_initial"),
        ("partnerships", "0002_row_level_security"),
    ]

    operations = [
        TenantTable("Document"),
        TenantTable("Section", ["document"]),
        TenantTable("DocumentVersion", ["document", "job", "file"]),
        migrations.RunSQL(
            GUARD,
            "DROP TRIGGER version_is_kept ON publications_documentversion;"
            "DROP TRIGGER version_is_frozen ON publications_documentversion;"
            "DROP FUNCTION portal_version_guard;",
        ),
    ]
