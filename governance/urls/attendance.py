"""Addresses of registers, absences, letters and risks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
