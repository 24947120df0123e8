"""The file of one case for an inspection: what one person may see of it, in parts for paper.

Everything comes from the selectors of the case's own pages or from the case's own rows; nothing of
another case and nothing that is sealed can get in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from krscp_portal.foundation.components import Event, Row
from krscp_portal.foundation.moment import local_day
from partnerships.access import Standing
from partnerships.models import StoredFile, User
from reviews.models import Incident, RequestFile, Review
from reviews.selectors.case_parts import (
    chronology_part,
    media_part,
    panel_part,
    proceedings_part,
    recommendations_part,
    report_part,
    requests_part,
    reviews_part,
    sent_part,
)
from reviews.selectors.copies import OF_A_CASE
from reviews.selectors.detail import CasePage, case_page
from reviews.selectors.outcome import outcome_page
from reviews.selectors.parts import Part, Sheet, Table
from reviews.selectors.proceedings import beside_case

ZIP, PDF = OF_A_CASE
ENDINGS: Final = {
    "application/pdf": "pdf",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/csv": "csv",
    "text/plain": "txt",
    "image/png": "png",
    "image/jpeg": "jpg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


@dataclass(frozen=True)
class Attachment:
    """A stored file that goes with the case: under which neutral name, and what it is."""

    name: str
    what: str
    file: StoredFile


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """The case or the review as one person may see it at one moment."""

    subject: Incident | Review
    parts: list[Part]
    timeline: tuple[Event, ...]
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Return what it is the file of."""
        what = "Case" if isinstance(self.subject, Incident) else "Review"
        return f"{what} {self.subject.reference}"


def case_file(*, incident: Incident, user: User, standing: Standing, at: datetime) -> CaseFile:
    """Return the file of a case that was loaded `with_records` and that the person sees."""
    page = case_page(incident=incident, standing=standing, root="", at=at)
    attachments = _attachments(incident)
    parts = [
        *_of_the_page(page),
        *_outcome(incident, standing),
        requests_part(incident, names_by_file(attachments), at=at),
        chronology_part(incident),
        panel_part(incident),
        report_part(incident),
        sent_part(incident),
        proceedings_part(beside_case(incident)),
        reviews_part(incident),
        media_part(incident),
        recommendations_part(incident, user, standing, on=local_day(at)),
    ]
    return CaseFile(
        subject=incident,
        parts=[each for each in parts if each.sheets],
        timeline=page.timeline,
        attachments=attachments,
    )


def _of_the_page(page: CasePage) -> Iterable[Part]:
    children = Table(
        ("Pseudonym", "Age", "What happened", "Looked after"),
        [(each.pseudonym, each.age, each.harm, each.care) for each in page.children],
    )
    yield Part(
        "The incident",
        [
            Sheet("Facts", rows=[Row("State", page.status.text), *page.facts]),
            Sheet("What is known", text=page.incident.summary),
            Sheet("Children, by pseudonym", table=children),
            Sheet("Referral", rows=page.referral),
            *(
                Sheet(each.name, rows=[Row("Why", each.why), Row("Told", each.told)])
                for each in page.authorities
            ),
        ],
    )
    clocks = Table(
        ("Duty", "Due", "Stands at"), [(each.title, each.due, each.words) for each in page.clocks]
    )
    yield Part("Clocks", [Sheet("Clocks of the case", table=clocks)] if page.clocks else [])
    views = [
        Row(each.partner, f"{each.answer.text}. {each.reason} ({each.given})")
        for each in page.views
        if each.answer
    ]
    found = [
        Sheet("Views of the three partners", rows=views),
        Sheet("Decision", rows=page.decision),
    ]
    found += [
        Sheet(f"Notification {each.reference}", rows=each.rows) for each in page.notifications
    ]
    found.append(Sheet("Rapid review", rows=page.rapid_review))
    yield Part("Decision, notification, rapid review", _filled(found))


def _outcome(incident: Incident, standing: Standing) -> Iterable[Part]:
    page = outcome_page(incident=incident, standing=standing, home="")
    sheets = [Sheet("Withdrawal", rows=page.withdrawal)]
    sheets += [Sheet(each.heading, rows=each.rows) for each in page.answers]
    sheets.append(Sheet("National review", rows=page.national))
    sheets += [Sheet("Closing", rows=rows) for rows in page.closures]
    yield Part("Outcome", _filled(sheets))


def _filled(sheets: list[Sheet]) -> list[Sheet]:
    return [each for each in sheets if each.rows]


def _attachments(incident: Incident) -> list[Attachment]:
    """Return what was handed in, received and sent on this case, each under a neutral name."""
    handed_in = RequestFile.objects.filter(request__incident=incident).select_related("file")
    letters = incident.panel_responses.filter(letter__isnull=False).select_related("letter")
    copies = incident.dispatches.filter(file__isnull=False).select_related("file")
    found = [
        *((row.file, "Handed in by an agency") for row in handed_in.order_by("added_at", "pk")),
        *((row.letter, "Letter of the Panel") for row in letters.order_by("received_at", "pk")),
        *((row.file, "Copy of what was sent") for row in copies.order_by("prepared_at", "pk")),
    ]
    return named(incident, found)


def named(
    subject: Incident | Review, found: Iterable[tuple[StoredFile | None, str]]
) -> list[Attachment]:
    """Give each file that there is a neutral name, in their order; one sent to several stands once."""
    once: dict[int, tuple[StoredFile, str]] = {}
    for file, what in found:
        if file is not None:
            once.setdefault(file.pk, (file, what))
    return [
        Attachment(_name(subject, number, file), what, file)
        for number, (file, what) in enumerate(once.values(), 1)
    ]


def names_by_file(attachments: Iterable[Attachment]) -> dict[int, str]:
    """Return the names of the files beside, by the files' own keys."""
    return {each.file.pk: each.name for each in attachments}


def _name(subject: Incident | Review, number: int, file: StoredFile) -> str:
    ending = ENDINGS.get(file.content_type, "bin")
    return f"{subject.reference}-attachment-{number:02d}.{ending}"
