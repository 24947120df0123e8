"""Addresses of the register of decisions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
