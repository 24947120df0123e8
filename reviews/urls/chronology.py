"""Addresses of the chronology that agencies give."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
