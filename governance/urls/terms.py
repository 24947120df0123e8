"""Addresses of terms of reference and how long a group stands."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
