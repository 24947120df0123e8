"""Addresses of meetings, series and the days to keep clear."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
