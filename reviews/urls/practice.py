"""Addresses of how a review is held: its terms, its reviewers, who took part, how it moves on."""

from django.urls import URLPattern, path

from reviews.views import engagement, practitioner_events, proceedings, reviewers, terms

ONE = "reviews/<uuid:review>"
CASE = "clock/<uuid:case>"
BESIDE = "proceedings/<uuid:proceeding>/<slug:act>"
FAMILY = f"{ONE}/engagement/family"
WAYS = "reviews/methodologies"
WHO = "reviews/reviewers"
LED = f"{ONE}/reviewers/<uuid:commission>"
urlpatterns: list[URLPattern] = [
    path(f"{WAYS}/", terms.listed, name="methodologies"),
    path(f"{WAYS}/adopt/", terms.adopt, name="methodologies-adopt"),
    path(f"{WAYS}/add/", terms.add, name="methodology-add"),
    path(f"{WAYS}/<uuid:methodology>/end/", terms.end, name="methodology-end"),
    path(f"{ONE}/terms/", terms.terms, name="review-terms"),
    path(f"{ONE}/terms/write/", terms.write, name="review-terms-write"),
    path(f"{ONE}/terms/agree/", terms.agree, name="review-terms-agree"),
    path(f"{WHO}/", reviewers.listed, name="reviewers"),
    path(f"{WHO}/add/", reviewers.add, name="reviewer-add"),
    path(f"{WHO}/<uuid:reviewer>/end/", reviewers.end, name="reviewer-end"),
    path(f"{ONE}/reviewers/", reviewers.of_review, name="review-reviewers"),
    path(f"{ONE}/reviewers/add/", reviewers.commission, name="commission-add"),
    path(f"{LED}/contract/file/", reviewers.contract, name="commission-contract"),
    path(f"{LED}/<slug:act>/", reviewers.act, name="commission-act"),
    path(f"{CASE}/proceedings/", proceedings.of_case, name="case-proceedings"),
    path(f"{CASE}/proceedings/add/", proceedings.add_to_case, name="case-proceedings-add"),
    path(f"{CASE}/{BESIDE}/", proceedings.act_of_case, name="case-proceedings-act"),
    path(f"{ONE}/proceedings/", proceedings.of_review, name="review-proceedings"),
    path(f"{ONE}/proceedings/add/", proceedings.add_to_review, name="review-proceedings-add"),
    path(f"{ONE}/{BESIDE}/", proceedings.act_of_review, name="review-proceedings-act"),
    path(f"{ONE}/engagement/", engagement.engagement, name="review-engagement"),
    path(f"{ONE}/engagement/events/add/", engagement.add_event, name="practitioner-event-add"),
    path(
        f"{ONE}/engagement/events/<uuid:practitioner_event>/<slug:act>/",
        practitioner_events.act,
        name="practitioner-event-act",
    ),
    path(f"{FAMILY}/add/", engagement.add_family, name="family-add"),
    path(f"{FAMILY}/<uuid:contact>/<slug:act>/", engagement.family_act, name="family-act"),
    path(f"{ONE}/progress/", engagement.progress, name="review-progress"),
    path(f"{ONE}/progress/add/", engagement.add_progress, name="progress-add"),
    path(f"{ONE}/progress/new/", engagement.add_information, name="new-information-add"),
    path(f"{ONE}/progress/ask/", engagement.ask, name="query-add"),
    path(f"{ONE}/progress/<uuid:query>/answer/", engagement.answer, name="query-answer"),
]
