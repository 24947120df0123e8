"""Addresses of what somebody has to do."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
