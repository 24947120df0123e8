"""Addresses of where a case came from, how it goes on after the rapid review, and how it ends."""

from django.urls import path

from reviews.views import origin, outcome

CASE = "clock/<uuid:case>"
urlpatterns = [
    path(f"{CASE}/outcome/", outcome.outcome, name="case-outcome"),
    path(f"{CASE}/notification/withdraw/", outcome.withdraw, name="notification-withdraw"),
    path(f"{CASE}/outcome/answers/add/", outcome.add_answer, name="panel-answer-add"),
    path(
        f"{CASE}/outcome/answers/<uuid:panel_answer>/reply/",
        outcome.reply,
        name="panel-answer-reply",
    ),
    path(
        f"{CASE}/outcome/answers/<uuid:panel_answer>/letter/add/",
        outcome.add_letter,
        name="panel-letter-add",
    ),
    path(
        f"{CASE}/outcome/answers/<uuid:panel_answer>/letter/",
        outcome.letter,
        name="panel-letter",
    ),
    path(f"{CASE}/rapid-review/again/", outcome.revise, name="rapid-review-revise"),
    path(f"{CASE}/outcome/national-review/", outcome.national, name="national-review"),
    path(f"{CASE}/close/", outcome.close, name="case-close"),
    path(f"{CASE}/open-again/", outcome.reopen, name="case-reopen"),
    path(f"{CASE}/referral/", origin.referral, name="referral-record"),
    path(f"{CASE}/authorities/add/", origin.add_authority, name="authority-add"),
    path(
        f"{CASE}/authorities/<uuid:other_authority>/remove/",
        origin.remove_authority,
        name="authority-remove",
    ),
]
