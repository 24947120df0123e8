"""Composition root: the only package that knows every app."""

from krscp_portal.celery import app as celery_app

__all__ = ["celery_app"]
