"""Addresses of the letters about delay and new information of a case and of a review."""

from django.urls import URLPattern

from reviews.urls.chronology import of_both
from reviews.views import outgoing
from reviews.views.desks import Pair

ONE = "letters/<uuid:outgoing>/"
PAGES: dict[str, tuple[str, Pair]] = {
    "letters": ("letters/", outgoing.listed),
    "letter-add": ("letters/add/<slug:about>/", outgoing.prepare),
    "letter-copy": (f"{ONE}copy/", outgoing.copy),
    "letter-act": (f"{ONE}<slug:act>/", outgoing.act),
}
urlpatterns: list[URLPattern] = of_both(PAGES)
