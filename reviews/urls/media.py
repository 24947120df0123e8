"""Addresses of what is said to the press of a case and of a review, and of who approves it."""

from django.urls import path

from reviews.urls.chronology import of_both
from reviews.views import media
from reviews.views.desks import Pair

PAGES: dict[str, tuple[str, Pair]] = {
    "media": ("media/", media.listed),
    "media-write": ("media/write/", media.write),
    "media-approve": ("media/<uuid:media_line>/approve/", media.approve),
}
LIST = "clock/media/approvers"
urlpatterns = [
    *of_both(PAGES),
    path(f"{LIST}/", media.approvers, name="media-approvers"),
    path(f"{LIST}/add/", media.add_approver, name="media-approver-add"),
    path(f"{LIST}/<uuid:media_approver>/end/", media.end_approver, name="media-approver-end"),
]
