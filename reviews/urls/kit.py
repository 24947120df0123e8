"""Addresses of the rapid review's plan of days and of what agencies are asked."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
