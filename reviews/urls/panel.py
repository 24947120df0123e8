"""Addresses of the meetings of a review panel."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
