"""Addresses of the file of a case or of a review for an inspection."""

from reviews.urls.chronology import of_both
from reviews.views import case_files
from reviews.views.desks import Pair

PAGES: dict[str, tuple[str, Pair]] = {
    "file": ("file/", case_files.page),
    "file-make": ("file/make/<slug:form>/", case_files.make),
    "file-take": ("file/<uuid:case_copy>/", case_files.take),
}
urlpatterns = of_both(PAGES)
