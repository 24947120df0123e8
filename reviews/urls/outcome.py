"""Addresses of where a case came from, and how it goes on after the rapid review and ends."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
