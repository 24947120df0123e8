"""Addresses of what a case or a review recommends."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
