"""Empties the test database between tests that commit.

Django's own `flush` runs as the application's role, which may not truncate, and would empty the
audit, which refuses. This one connects as the owner, sets the audit's guard aside for a moment,
and keeps the reference data that the set-up loaded, with the portal's own account.
"""

from typing import Any

import psycopg2
from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection

from partnerships.models import User

KEPT = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "deadlines_holiday",
    "deadlines_guidanceedition",
    "deadlines_statutoryrule",
}


class Command(BaseCommand):
    help = "Empty the test database, keeping the reference data."
    stealth_options = ("allow_cascade", "inhibit_post_migrate", "reset_sequences")

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--database", default="default")
        parser.add_argument("--noinput", dest="interactive", action="store_false")

    def handle(self, **_: Any) -> None:
        settings = connection.settings_dict
        assert settings["NAME"].startswith("test_"), "only ever a test database"
        tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
        listed = ", ".join(sorted(tables - KEPT))
        owner = psycopg2.connect(
            dbname=settings["NAME"],
            user=settings["USER"],
            password=settings["PASSWORD"],
            host=settings["HOST"],
            port=settings["PORT"] or None,
        )
        with owner, owner.cursor() as cursor:
            cursor.execute("ALTER TABLE partnerships_auditevent DISABLE TRIGGER USER")
            cursor.execute(f"TRUNCATE {listed} RESTART IDENTITY CASCADE")
            cursor.execute("ALTER TABLE partnerships_auditevent ENABLE TRIGGER USER")
        owner.close()
        User.objects.system()  # which the set-up made, so that what follows counts as before
