"""The pages of letters, of a case and of a review: what is offered, asked, refused and kept."""

import pytest

from krscp_portal.foundation.context import tenant
from partnerships.enums import JobState
from partnerships.models import Job
from partnerships.services.work import run_job
from reviews.enums import DispatchKind
from reviews.models import Dispatch
from reviews.services import outgoing as services
from tests.factories import partnerships as people
from tests.reviews.pages.reading import moment_of
from tests.reviews.practice.conftest import at, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("where", ["case", "review"])
def test_a_letter_is_prepared_and_recorded_on_its_pages(
    keeper, north, sent, practice, trial, later, where
):
    of = {where: {"case": sent, "review": practice}[where].public_id}
    add = at(f"{where}-letter-add", **of, about="delay")
    form = keeper.get(add).context["form"]
    assert "[why, without names]" in form.initial["words"]
    assert ("proceedings" in form.fields) is (where == "review")

    typed = {"words": "It is delayed because of a trial.", "proceedings": str(trial.public_id)}
    refused = keeper.post(add, {**typed, "words": "It is [why]."})
    assert refused.context["form"].errors == {"words": ["Fill in what stands in square brackets."]}
    assert "It is [why]." in words(refused)
    assert keeper.post(add, typed).status_code == 302

    with tenant(north.pk):
        panel, secretary = Dispatch.objects.filter(kind=DispatchKind.DELAY).order_by("recipient")
    act = f"{where}-letter-act"
    url = at(act, **of, outgoing=panel.public_id, act="sent")
    assert keeper.get(url).status_code == 200
    answer = keeper.post(url, {**moment_of("sent_at", later), "how": "Secure e-mail"})
    assert answer.status_code == 302
    url = at(act, **of, outgoing=secretary.public_id, act="not-sent")
    assert keeper.post(url, {"reason": "Wrong office."}).status_code == 302

    cards = keeper.get(at(f"{where}-letters", **of)).context["cards"]
    assert [(card.recipient, card.status.text) for card in cards] == [
        ("Child Safeguarding Practice Review Panel", "Sent"),
        ("Secretary of State", "Not sent"),
    ]


def test_the_copy_is_given_once_it_is_made_and_made_again_where_that_failed(
    keeper, north, manager, practice, later
):
    with tenant(north.pk):
        [row] = services.prepare_letter(
            subject=practice, kind=DispatchKind.NEW_INFORMATION, words="More.", by=manager, at=later
        )
        Job.objects.update(state=JobState.FAILED, finished_at=later)
    of = {"review": practice.public_id}
    copy = at("review-letter-copy", **of, outgoing=row.public_id)
    assert "could not be made" in words(keeper.get(at("review-letters", **of)))
    assert keeper.post(copy).status_code == 302
    with tenant(north.pk):
        job = Job.objects.get(state=JobState.QUEUED)
    run_job(partnership_id=north.pk, job_id=job.public_id, clock=lambda: later)

    given = keeper.get(copy)
    assert given["Content-Type"] == "application/pdf"
    assert f"{practice.reference.lower()}-letter-panel.pdf" in given["Content-Disposition"]
    assert given.content.startswith(b"%PDF")


def test_who_reads_cases_alone_reads_the_letters_and_writes_none(
    client, north, manager, practice, trial, later
):
    with tenant(north.pk):
        [row, _] = services.prepare_letter(
            subject=practice, kind=DispatchKind.DELAY, words="Delayed.", by=manager, at=later
        )
    of = {"review": practice.public_id}
    client.force_login(people.member(north, "lsp"))
    page = client.get(at("review-letters", **of))
    assert page.context["may_write"] is False
    assert "Record that it was sent" not in words(page)
    assert client.get(at("review-letter-add", **of, about="delay")).status_code == 403
    url = at("review-letter-act", **of, outgoing=row.public_id, act="sent")
    assert client.post(url, {}).status_code == 403

    client.force_login(people.member(north, "auditor"))
    assert client.get(at("review-letters", **of)).status_code == 404


def test_a_letter_of_another_review_or_of_no_kind_is_not_found(
    keeper, north, manager, practice, learning, later
):
    with tenant(north.pk):
        [row] = services.prepare_letter(
            subject=practice, kind=DispatchKind.NEW_INFORMATION, words="More.", by=manager, at=later
        )
    other = {"review": learning.public_id, "outgoing": row.public_id}
    assert keeper.get(at("review-letter-copy", **other)).status_code == 404
    assert keeper.get(at("review-letter-act", **other, act="sent")).status_code == 404
    nothing = at("review-letter-add", review=learning.public_id, about="praise")
    assert keeper.get(nothing).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_long_it_is(
    keeper, north, manager, practice, later, rows, django_assert_num_queries
):
    with tenant(north.pk):
        for _ in range(rows):
            made = services.prepare_letter(
                subject=practice, kind=DispatchKind.NEW_INFORMATION, words="More.",
                by=manager, at=later,
            )  # fmt: skip
            services.record_letter_not_sent(
                dispatch=made[0], reason="Another letter.", by=manager, at=later
            )
    with django_assert_num_queries(12):
        page = keeper.get(at("review-letters", review=practice.public_id))
    assert len(page.context["cards"]) == rows


def test_proceedings_and_progress_lead_to_the_letters(keeper, sent, practice):
    of_review = at("review-letters", review=practice.public_id)
    assert of_review in words(keeper.get(at("review-proceedings", review=practice.public_id)))
    assert of_review in words(keeper.get(at("review-progress", review=practice.public_id)))
    of_case = at("case-letters", case=sent.public_id)
    assert of_case in words(keeper.get(at("case-proceedings", case=sent.public_id)))
