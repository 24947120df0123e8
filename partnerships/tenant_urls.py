"""Addresses inside one partnership, of this app."""

from django.urls import path

from partnerships.views import home

app_name = "partnership"
urlpatterns = [
    path("", home.home, name="home"),
    path("notices/read/", home.mark_notices_read, name="notices-read"),
]
