"""Addresses of reports, their signatures and their sending."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
