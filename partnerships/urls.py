"""Addresses that belong to a person or to everybody, and to no partnership."""

from django.urls import path

from partnerships.views import home, invitations, mail

app_name = "partnerships"
urlpatterns = [
    path("", home.front, name="front"),
    path("my/", home.my_partnerships, name="my-partnerships"),
    path("my/day/", home.my_day, name="my-day"),
    path("my/mail/", mail.choose, name="my-mail"),
    path(
        "invitations/<partnership:partnership>/<str:token>/",
        invitations.answer,
        name="invitation",
    ),
]
