"""Pages that a case and a review have alike: one view for both, each under its own address."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import PortalRequest, members_only
from partnerships.roles import Permission
from reviews.models import Incident, Review
from reviews.selectors.tabs import REVIEW_TABS, tabs_for
from reviews.services import reviews as services
from reviews.views import pages
from reviews.views.recommendations import review_seen, review_trail

EDIT = Permission.CASE_EDIT
DeskView = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Desk:
    """A case or a review on the desk of somebody who sees it, and the addresses of its pages."""

    request: PortalRequest
    subject: Incident | Review

    @property
    def kind(self) -> str:
        """Return how the names of its addresses begin."""
        return "case" if isinstance(self.subject, Incident) else "review"

    @property
    def may_edit(self) -> bool:
        """Say whether the person works on cases."""
        return bool(self.request.standing.can(EDIT))

    def address(self, name: str, **kwargs: Any) -> str:
        """Return the address of one of its pages, by the name that case and review share."""
        of = {self.kind: self.subject.public_id}
        return pages.address(self.request, f"{self.kind}-{name}", **of, **kwargs)

    def show(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """Show a page with the tabs, the way back and what everybody on it must know."""
        context = {"desk": self, "caption": self.subject.reference, **context}
        if isinstance(self.subject, Incident):
            return pages.show(self.request, self.subject, template, context)
        match = self.request.resolver_match
        frame = {
            "review": self.subject,
            "tabs": tabs_for(
                self.request.standing,
                here=(match.url_name or "") if match else "",
                of=REVIEW_TABS,
            ),
            "breadcrumbs": review_trail(self.request, self.subject),
        }
        return render(self.request, template, {**frame, **context})

    def ask(
        self,
        form: BaseForm | None,
        *,
        heading: str,
        submit: str,
        back: str,
        trail: str,
        template: str = "layouts/form.html",
        **context: Any,
    ) -> HttpResponse:
        """Show a form on a page of its own; `back` is the page that it belongs to, named `trail`."""
        reference = self.subject.reference
        said = {
            "form": form,
            "heading": heading,
            "submit": submit,
            "cancel_url": back,
            "breadcrumbs": [Link(reference, self.home), Link(trail, back)],
            **context,
        }
        return self.show(template, said)

    @property
    def home(self) -> str:
        """Return the address of the case or the review itself."""
        return pages.address(self.request, self.kind, **{self.kind: self.subject.public_id})

    def go(self, to: str, said: str) -> HttpResponse:
        """Go to an address and say there what happened."""
        messages.success(self.request, said)
        return redirect(to)


@dataclass(frozen=True)
class Pair:
    """One view behind its two doors."""

    of_case: DeskView
    of_review: DeskView


def on_desk(page: str, *, edit: bool = False) -> Callable[[DeskView], Pair]:
    """Let in whoever sees the case or the review of the address, and note that they read it.

    What the person does not see is 404. A page that changes something is for who works on cases.
    """

    def decorate(view: DeskView) -> Pair:
        def run(request: PortalRequest, subject: Incident | Review, **kwargs: Any) -> HttpResponse:
            verdict = request.standing.can(EDIT)
            if edit and not verdict:
                raise PermissionDenied(verdict.reason)
            return view(request, Desk(request, subject), **kwargs)

        @pages.on_case(page)
        @wraps(view)
        def of_case(request: PortalRequest, incident: Incident, **kwargs: Any) -> HttpResponse:
            return run(request, incident, **kwargs)

        @members_only
        @wraps(view)
        def of_review(request: PortalRequest, review: UUID, **kwargs: Any) -> HttpResponse:
            found = review_seen(request, review)
            if request.method == "GET":
                services.note_reading(review=found, page=page, by=request.user, at=moment.now())
            return run(request, found, **kwargs)

        return Pair(of_case, of_review)

    return decorate
