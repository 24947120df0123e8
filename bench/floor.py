"""The floor: a bare Django view that lists 50 of 10,000 rows by one indexed query in a table.

A whole project in one module, with no middleware, no sign-in and no context processor, served by
the same gunicorn from the same database server. What a page costs beyond this is ours.
"""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from krscp_portal.environment import database

ROWS = 10_000
SHOWN = 50
TEMPLATE = """<!DOCTYPE html><html lang="en"><head><title>Floor</title></head><body><table>
<thead><tr><th>Reference</th><th>State</th><th>Due</th><th>Logged</th></tr></thead><tbody>
{% for row in rows %}<tr><td><a href="/{{ row.id }}/">{{ row.reference }}</a></td>
<td>{{ row.state }}</td><td>{{ row.due_on }}</td><td>{{ row.logged_on }}</td></tr>
{% endfor %}</tbody></table></body></html>"""


def configure() -> None:
    """Configure the one-module project; called by the server process only."""
    settings.configure(
        SECRET_KEY="floor",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {**database(os.environ["DATABASE_URL"]), "ATOMIC_REQUESTS": False}},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        MIDDLEWARE=[],
        USE_TZ=True,
    )
    django.setup()


if not settings.configured:
    configure()


class Row(models.Model):
    reference = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    due_on = models.DateField()
    logged_on = models.DateField()

    class Meta:
        app_label = "floor"
        managed = False
        db_table = "bench_floor"


def fill() -> None:
    """Make the floor's own table; it holds the same rows in every run."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_floor")
        cursor.execute(
            "CREATE TABLE bench_floor (id bigserial PRIMARY KEY, reference varchar(20),"
            " state varchar(20), due_on date, logged_on date)"
        )
        cursor.execute(
            "INSERT INTO bench_floor (reference, state, due_on, logged_on)"
            " SELECT 'CASE-' || n, 'open', date '2026-01-01' + (n * 7919) %% 3650,"
            " date '2026-01-01' FROM generate_series(1, %s) AS n",
            [ROWS],
        )
        cursor.execute("CREATE INDEX bench_floor_due ON bench_floor (due_on)")
        cursor.execute("ANALYZE bench_floor")


def listing(_request: HttpRequest) -> HttpResponse:
    rows = Row.objects.order_by("due_on")[:SHOWN]
    return HttpResponse(engines["django"].from_string(TEMPLATE).render({"rows": rows}))


urlpatterns = [path("", listing)]
application = get_wsgi_application()
