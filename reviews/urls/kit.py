"""Addresses of the rapid review's plan of days and of what agencies are asked."""

from django.urls import URLPattern, path

from reviews.urls.chronology import of_both
from reviews.views import answers, plans, request_acts, requests
from reviews.views.desks import Pair

CASE = "clock/<uuid:case>"
ONE = "requests/<uuid:agency_request>"
STEP = f"{CASE}/plan/<uuid:plan_step>"
MINE = "requests/<uuid:agency_request>/answer"
SECRET = "requests/by-link/<str:token>"  # noqa: S105 -- an address with a blank
PAGES: dict[str, tuple[str, Pair]] = {
    "requests": ("requests/", requests.wall),
    "requests-write": ("requests/write/", requests.prepare),
    "requests-send": ("requests/send/", requests.send),
    "request": (f"{ONE}/", requests.detail),
    "request-file": (f"{ONE}/files/<uuid:answer_file>/", requests.download),
    "request-act": (f"{ONE}/<slug:act>/", request_acts.act),
}
urlpatterns: list[URLPattern] = [
    path("clock/plan/", plans.plan_template, name="plan-template"),
    path("clock/plan/adopt/", plans.adopt_template, name="plan-template-adopt"),
    path("clock/plan/add/", plans.add_template_step, name="template-step-add"),
    path(
        "clock/plan/<uuid:template_step>/edit/",
        plans.edit_template_step,
        name="template-step-edit",
    ),
    path("clock/plan/<uuid:template_step>/end/", plans.end_template_step, name="template-step-end"),
    path(f"{CASE}/plan/", plans.plan, name="plan"),
    path(f"{CASE}/plan/add/", plans.add_step, name="plan-step-add"),
    path(f"{STEP}/done/", plans.tick_step, name="plan-step-done"),
    path(f"{STEP}/leave-out/", plans.leave_step_out, name="plan-step-leave-out"),
    path(f"{STEP}/again/", plans.open_step_again, name="plan-step-again"),
    *of_both(PAGES),
    # what an agency sees
    path(f"{SECRET}/", answers.answer_by_link, name="request-by-link"),
    path(f"{SECRET}/files/", answers.file_by_link, name="request-by-link-files"),
    path(f"{SECRET}/hand-in/", answers.hand_in_by_link, name="request-by-link-hand-in"),
    path(f"{MINE}/", answers.answer_signed_in, name="request-answer"),
    path(f"{MINE}/files/", answers.file_signed_in, name="request-answer-files"),
    path(f"{MINE}/hand-in/", answers.hand_in_signed_in, name="request-answer-hand-in"),
]
