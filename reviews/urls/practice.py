"""Addresses of reviews beside the rapid one."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
