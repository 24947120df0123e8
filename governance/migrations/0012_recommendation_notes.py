import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import krscp_portal.foundation.context
import krscp_portal.foundation.rls


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0011_invitee_holder'),
        ('partnerships', '0008_offers_elsewhere'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RecommendationNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('event', models.CharField(choices=[('made', 'Made'), ('changed', 'Changed'), ('moved', 'Due day moved'), ('answered', 'Answered'), ('earlier', 'Found to have been recommended before'), ('action', 'Action given'), ('closed', 'Closed'), ('asked_again', 'Asked again whether it has lasted'), ('withdrawn', 'Withdrawn'), ('confidential', 'Made confidential'), ('lifted', 'No longer confidential')], max_length=12)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(db_index=False, default=krscp_portal.foundation.context.current_partnership_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partnerships.partnership')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='governance.recommendation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('event__in', ['made', 'changed', 'moved', 'answered', 'earlier', 'action', 'closed', 'asked_again', 'withdrawn', 'confidential', 'lifted'])), name='recommendation_event_known')],
            },
        ),
        krscp_portal.foundation.rls.TenantTable(
            model='RecommendationNote',
            parents=['recommendation'],
            append_only=True,
        ),
    ]
