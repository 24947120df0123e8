"""Addresses that belong to a person or to everybody, and to no partnership."""

from django.urls import path

from partnerships.views import home, invitations

app_name = "partnerships"
urlpatterns = [
    path("", home.front, name="front"),
    path("my/", home.my_partnerships, name="my-partnerships"),
    path("my/day/", home.my_day, name="my-day"),
    path(
        "invitations/<partnership:partnership>/<str:token>/",
        invitations.answer,
        name="invitation",
    ),
]
