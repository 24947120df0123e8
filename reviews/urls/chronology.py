"""Addresses of the chronology of a case and of a review, and of an agency's own rows."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from reviews.views import chronology, chronology_files, given_rows
from reviews.views.desks import Pair

View = Callable[..., HttpResponse]
ROOTS = {"case": "clock/<uuid:case>/", "review": "reviews/<uuid:review>/"}
ROW = "chronology/<uuid:chronology_row>/"
PAGES: dict[str, tuple[str, Pair]] = {
    "chronology": ("chronology/", chronology.listed),
    "chronology-add": ("chronology/add/", chronology.add),
    "chronology-upload": ("chronology/upload/", chronology.upload),
    "chronology-files": ("chronology/files/", chronology_files.listed),
    "chronology-make": ("chronology/files/make/<slug:form>/", chronology_files.make),
    "chronology-take": ("chronology/files/<uuid:chronology_copy>/", chronology_files.take),
    "chronology-change": (ROW, chronology.change),
    "chronology-remove": (f"{ROW}remove/", chronology.remove),
}
SECRET = "requests/by-link/<str:token>/"  # noqa: S105 -- an address with a blank
MINE = "requests/<uuid:agency_request>/answer/"
GIVEN: dict[str, tuple[str, View, View]] = {
    "rows": ("chronology/", given_rows.rows_by_link, given_rows.rows_signed_in),
    "rows-add": ("chronology/add/", given_rows.add_by_link, given_rows.add_signed_in),
    "rows-upload": ("chronology/upload/", given_rows.upload_by_link, given_rows.upload_signed_in),
    "row": (ROW, given_rows.change_by_link, given_rows.change_signed_in),
    "row-remove": (f"{ROW}remove/", given_rows.remove_by_link, given_rows.remove_signed_in),
}


def of_both(pages: dict[str, tuple[str, Pair]]) -> list[URLPattern]:
    """Return the addresses of pages that case and review share: "case-…" and "review-…"."""
    return [
        path(
            f"{root}{way}",
            view.of_case if kind == "case" else view.of_review,
            name=f"{kind}-{name}",
        )
        for name, (way, view) in pages.items()
        for kind, root in ROOTS.items()
    ]


urlpatterns: list[URLPattern] = [
    *of_both(PAGES),
    *(path(f"{SECRET}{way}", link, name=f"given-{name}") for name, (way, link, _) in GIVEN.items()),
    *(path(f"{MINE}{way}", mine, name=f"my-{name}") for name, (way, _, mine) in GIVEN.items()),
]
