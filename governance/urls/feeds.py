"""Addresses of calendars that other programs read."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
