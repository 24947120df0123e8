"""Addresses of the sealed identity of a child."""

from django.urls import path

from reviews.views import sealed

CHILD = "clock/<uuid:case>/children/<uuid:child>/identity"
urlpatterns = [
    path(f"{CHILD}/", sealed.identity, name="identity"),
    path(f"{CHILD}/seal/", sealed.seal, name="identity-seal"),
]
