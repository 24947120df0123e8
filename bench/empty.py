"""Two empty requests: one with one query, one that opens a partnership as the portal does."""

import os

import django
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.empty_settings"
django.setup()

from krscp_portal.foundation.context import tenant  # noqa: E402 -- after set-up


def bare(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("bare")


def opened(_request: HttpRequest) -> HttpResponse:
    with tenant(1, savepoint=False), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("opened")


urlpatterns = [path("bare/", bare), path("opened/", opened)]
application = get_wsgi_application()
