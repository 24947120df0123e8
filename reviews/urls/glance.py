"""The address of cases and reviews at a glance."""

from django.urls import path

from reviews.views import glance

urlpatterns = [path("clock/at-a-glance/", glance.at_a_glance, name="glance")]
