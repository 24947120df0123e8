"""Addresses of calendars that other programs read."""

from django.urls import URLPattern, path

from governance.views import feeds

urlpatterns: list[URLPattern] = [
    path("calendar/", feeds.feeds, name="feeds"),
    path("calendar/public.ics", feeds.public_feed, name="public-feed"),
    path("calendar/<uuid:feed>/revoke/", feeds.revoke, name="feed-revoke"),
    path("calendar/<str:token>.ics", feeds.feed, name="feed"),
]
