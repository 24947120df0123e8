"""Addresses of minutes and their public copies."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
