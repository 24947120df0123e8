"""Publication of reviews: what is decided, frozen, checked and kept; invitations to a panel."""

import django.db.models.deletion
import krscp_portal.foundation.context
import krscp_portal.foundation.migrating
import krscp_portal.foundation.rls
import uuid
from django.conf import settings
from django.db import migrations, models

# A public version is never changed: its PDF and the moments of its check, its publication and its
# end are set once each; all else is compared whole, so a column added later is frozen too.
GUARD = """
CREATE FUNCTION portal_public_version_guard() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    once text[] := ARRAY[
        'file_id', 'checked_at', 'set_aside_at', 'set_aside_by_id', 'published_at',
        'published_by_id', 'replaced_at'
    ];
    free text[] := once || ARRAY['set_aside_because'];
    name text;
BEGIN
    IF to_jsonb(OLD) - free <> to_jsonb(NEW) - free THEN
        RAISE EXCEPTION 'The text of a public version is never changed.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOREACH name IN ARRAY once LOOP
        IF to_jsonb(OLD) -> name <> 'null'::jsonb
                AND to_jsonb(OLD) -> name IS DISTINCT FROM to_jsonb(NEW) -> name THEN
            RAISE EXCEPTION '% of a public version is set once.', name
                USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;
CREATE TRIGGER public_version_is_frozen BEFORE UPDATE ON reviews_publicversion
    FOR EACH ROW EXECUTE FUNCTION portal_public_version_guard();
CREATE TRIGGER public_version_is_kept BEFORE DELETE ON reviews_publicversion
    FOR EACH ROW EXECUTE FUNCTION portal_refuse_change();
"""
UNGUARD = """
DROP TRIGGER public_version_is_kept ON reviews_publicversion;
DROP TRIGGER public_version_is_frozen ON reviews_publicversion;
DROP FUNCTION portal_public_version_guard;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0009_who_sees_new_cases'),
        ('partnerships', '__first__'),
        ('reviews', '0010_chronology_rows_name_an_account'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='dispatch',
            name='dispatch_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='dispatch',
            name='dispatch_recipient_known',
        ),
        migrations.RemoveConstraint(
            model_name='review',
            name='review_state_known',
        ),
        migrations.AddField(
            model_name='dispatch',
            name='proceedings',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='reviews.parallelprocess'),
        ),
        migrations.AddField(
            model_name='familycontact',
            name='not_told_because',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='dispatch',
            name='kind',
            field=models.CharField(choices=[('rapid_review', 'Rapid review'), ('review_report', 'Report of a review'), ('pre_publication', 'Copy before publication'), ('published', 'Published report'), ('delay', 'Why a review is delayed'), ('new_information', 'New information')], max_length=20),
        ),
        migrations.AlterField(
            model_name='dispatch',
            name='recipient',
            field=models.CharField(choices=[('panel', 'Child Safeguarding Practice Review Panel'), ('secretary_of_state', 'Secretary of State'), ('ofsted', 'Ofsted'), ('dfe', 'Department for Education'), ('nspcc', 'NSPCC’s repository of case reviews')], max_length=20),
        ),
        migrations.AlterField(
            model_name='review',
            name='state',
            field=models.CharField(choices=[('commissioned', 'Commissioned'), ('in_progress', 'In progress'), ('on_hold', 'On hold'), ('sign_off', 'Waiting for signatures'), ('signed', 'Signed off'), ('publication_decided', 'Publication decided'), ('pre_publication', 'Copies sent before publication'), ('published', 'Published'), ('actions', 'Acting on what was learned'), ('closed', 'Closed'), ('stopped', 'Stopped')], default='commissioned', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['commissioned', 'in_progress', 'on_hold', 'sign_off', 'signed', 'publication_decided', 'pre_publication', 'published', 'actions', 'closed', 'stopped'])), name='review_state_known'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['rapid_review', 'review_report', 'pre_publication', 'published', 'delay', 'new_information'])), name='dispatch_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(('recipient__in', ['panel', 'secretary_of_state', 'ofsted', 'dfe', 'nspcc'])), name='dispatch_recipient_known'),
        ),
        krscp_portal.foundation.migrating.Together(
            operations=[migrations.CreateModel(
                name='Publication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('form', models.CharField(choices=[('full', 'The report in full'), ('improvements', 'Information about the improvements alone')], max_length=20)),
                    ('reasons', models.TextField(blank=True)),
                    ('title', models.CharField(max_length=160)),
                    ('reviewers', models.CharField(max_length=300)),
                    ('warning', models.TextField(blank=True)),
                    ('sections', models.JSONField(default=list)),
                    ('decided_on', models.DateField()),
                    ('decided_by', models.CharField(max_length=160)),
                    ('planned_on', models.DateField(blank=True, null=True)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('recorded_at', models.DateTimeField()),
                    ('archived_at', models.DateTimeField(blank=True, null=True)),
                    ('archived_because', models.TextField(blank=True)),
                    ('archived_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('partnership', models.ForeignKey(db_index=False, default=krscp_portal.foundation.context.current_partnership_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.partnership')),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('review', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='reviews.review')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('form__in', ['full', 'improvements'])), name='publication_form_known'), models.CheckConstraint(condition=models.Q(('form', 'full'), models.Q(('reasons', ''), _negated=True), _connector='OR'), name='publication_in_part_with_reasons', violation_error_message='Say why the report is not published in full.'), models.CheckConstraint(condition=models.Q(models.Q(('archived_at__isnull', True), ('archived_by__isnull', True)), models.Q(('archived_at__isnull', False), ('archived_by__isnull', False)), _connector='OR'), name='publication_archived_whole'), models.CheckConstraint(condition=models.Q(('archived_at__isnull', True), models.Q(('archived_because', ''), _negated=True), _connector='OR'), name='publication_archived_with_reason')],
                },
            ), migrations.CreateModel(
                name='PublicVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('content', models.JSONField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('because', models.TextField(blank=True)),
                    ('made_at', models.DateTimeField()),
                    ('checked_at', models.DateTimeField(blank=True, null=True)),
                    ('set_aside_at', models.DateTimeField(blank=True, null=True)),
                    ('set_aside_because', models.TextField(blank=True)),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('replaced_at', models.DateTimeField(blank=True, null=True)),
                    ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.storedfile')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('partnership', models.ForeignKey(db_index=False, default=krscp_portal.foundation.context.current_partnership_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.partnership')),
                    ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='reviews.publication')),
                    ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('report_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='public_versions', to='reviews.reportversion')),
                    ('set_aside_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(models.F('partnership'), models.F('publication'), models.F('number'), name='public_version_once'), models.UniqueConstraint(models.F('partnership'), models.F('publication'), condition=models.Q(('published_at__isnull', False), ('replaced_at__isnull', True)), name='public_version_live_once'), models.CheckConstraint(condition=models.Q(models.Q(('set_aside_at__isnull', True), ('set_aside_by__isnull', True)), models.Q(('set_aside_at__isnull', False), ('set_aside_by__isnull', False)), _connector='OR'), name='public_version_set_aside_whole'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True)), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='public_version_published_whole'), models.CheckConstraint(condition=models.Q(('published_at__isnull', True), models.Q(('checked_at__isnull', False), ('file__isnull', False), ('set_aside_at__isnull', True)), _connector='OR'), name='public_version_published_when_checked'), models.CheckConstraint(condition=models.Q(('replaced_at__isnull', True), ('published_at__isnull', False), _connector='OR'), name='public_version_replaced_once_published'), models.CheckConstraint(condition=models.Q(('set_aside_at__isnull', True), models.Q(('set_aside_because', ''), _negated=True), _connector='OR'), name='public_version_set_aside_with_reason')],
                },
            ), migrations.CreateModel(
                name='LeakFinding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('kind', models.CharField(choices=[('sealed', 'A word from a sealed identity'), ('code_name', 'An internal name or reference'), ('initials', 'Initials beside a date'), ('birth', 'A day of birth or an exact age'), ('contact', 'An address, a telephone number or a postcode'), ('small', 'A small number of children'), ('hidden', 'Hidden characters'), ('metadata', 'Words in the file’s properties'), ('redacted', 'Words that were taken out')], max_length=20)),
                    ('where', models.CharField(max_length=160)),
                    ('excerpt', models.CharField(blank=True, max_length=200)),
                    ('kept_because', models.CharField(blank=True, max_length=300)),
                    ('kept_at', models.DateTimeField(blank=True, null=True)),
                    ('kept_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('partnership', models.ForeignKey(db_index=False, default=krscp_portal.foundation.context.current_partnership_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.partnership')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='reviews.publicversion')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['sealed', 'code_name', 'initials', 'birth', 'contact', 'small', 'hidden', 'metadata', 'redacted'])), name='leak_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kept_at__isnull', True), ('kept_by__isnull', True)), models.Q(('kept_at__isnull', False), ('kept_by__isnull', False)), _connector='OR'), name='leak_kept_whole'), models.CheckConstraint(condition=models.Q(('kept_at__isnull', True), models.Q(('kept_because', ''), _negated=True), _connector='OR'), name='leak_kept_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'sealed'), _negated=True), ('excerpt', ''), _connector='OR'), name='leak_sealed_unsaid')],
                },
            ), migrations.CreateModel(
                name='PanelInvitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('post', models.CharField(max_length=160)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('told_of', models.DateTimeField()),
                    ('invited_at', models.DateTimeField()),
                    ('answer', models.CharField(choices=[('waiting', 'No answer yet'), ('coming', 'Coming'), ('apologies', 'Apologies')], default='waiting', max_length=10)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='reviews.panelmeeting')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.organisation')),
                    ('partnership', models.ForeignKey(db_index=False, default=krscp_portal.foundation.context.current_partnership_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.partnership')),
                    ('seat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.seat')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['waiting', 'coming', 'apologies'])), name='panel_invitation_answer_known'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='panel_invitation_answered_whole'), models.UniqueConstraint(models.F('partnership'), models.F('meeting'), models.F('post'), name='panel_invited_once')],
                },
            ), migrations.CreateModel(
                name='TakenOut',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('section', models.CharField(blank=True, max_length=40)),
                    ('words', models.TextField()),
                    ('reason', models.CharField(choices=[('case', 'about a case'), ('commercial', 'commercial'), ('confidence', 'given in confidence'), ('legal', 'legal proceedings'), ('personal', 'personal information')], max_length=20)),
                    ('made_at', models.DateTimeField()),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('partnership', models.ForeignKey(db_index=False, default=krscp_portal.foundation.context.current_partnership_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.partnership')),
                    ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken_out', to='reviews.publication')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['case', 'commercial', 'confidence', 'legal', 'personal'])), name='taken_out_reason_known'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='taken_out_has_words')],
                },
            ), krscp_portal.foundation.rls.TenantTable(
                model='Publication',
                parents=['review'],
            ), krscp_portal.foundation.rls.TenantTable(
                model='PublicVersion',
                parents=['publication', 'report_version', 'file'],
            ), krscp_portal.foundation.rls.TenantTable(
                model='LeakFinding',
                parents=['version'],
            ), krscp_portal.foundation.rls.TenantTable(
                model='PanelInvitation',
                parents=['meeting', 'seat'],
            ), krscp_portal.foundation.rls.TenantTable(
                model='TakenOut',
                parents=['publication'],
            )],
        ),
        migrations.AddField(
            model_name='dispatch',
            name='public_version',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dispatches', to='reviews.publicversion'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.UniqueConstraint(models.F('partnership'), models.F('public_version'), models.F('recipient'), models.F('kind'), condition=models.Q(('state', 'cancelled'), _negated=True), name='dispatch_of_public_version_once', violation_error_message='This version was prepared for this recipient already.'),
        ),
        krscp_portal.foundation.rls.TenantParents(
            model='Dispatch',
            parents=['public_version', 'proceedings'],
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
