"""Addresses of priorities and workplans."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
