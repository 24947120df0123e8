"""How a view says who it is for. A view that says nothing fails a guarantee test.

`@needs(permission)`, `@members_only` and `@public` resolve the partnership of the address, open
its context inside the request's transaction, and only then run the view:

- not signed in: the sign-in page;
- no such partnership, or no role in it: 404, so that nobody learns what exists;
- a role that asks for a second factor, and none set up: the page where one is set up;
- a role, but not this permission: 403 with the reason;
- a refusal of a rule that the view did not take up: 409 with the reason, and nothing is kept.

`@signed_in` is for the few pages that belong to a person and to no partnership.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships import access, second_factor
from partnerships.models import Partnership, User
from partnerships.roles import Permission

View = Callable[..., HttpResponse]
Admit = Callable[[Any, Partnership], HttpResponse | None]
NOT_FOUND = "There is no such page, or it is not yours to see."


class SignedInRequest(HttpRequest):
    """What a view behind `signed_in` is given (for types only)."""

    user: User  # a door lets nobody in who is not signed in


class PortalRequest(SignedInRequest):
    """What a view behind a door of a partnership is given (for types only)."""

    partnership: Partnership
    standing: access.Standing
    sight: access.Sight | None  # how far the record is seen; None is all of it


def needs(
    permission: Permission, *, in_a_group: bool = False, for_an_agency: bool = False
) -> Callable[[View], View]:
    """Let in whoever holds the permission in the partnership of the address.

    `in_a_group` also lets in who holds it in one group alone; the service then asks for the group.
    `for_an_agency` also lets in who holds it for one agency alone; the view then narrows what it
    reads to `request.sight`, which is None for everybody else.
    """

    def admit(request: Any, found: Partnership) -> HttpResponse | None:
        stopped = _admit_member(request, found)
        if stopped is not None:
            return stopped
        ask = request.standing.can_in_some_group if in_a_group else request.standing.can
        if for_an_agency:
            ask = request.standing.can_for_an_agency
        if not (verdict := ask(permission)):
            raise PermissionDenied(verdict.reason)
        return None

    return lambda view: _door(view, admit, declared=permission)


def members_only(view: View) -> View:
    """Let in whoever holds any role in the partnership of the address."""
    return _door(view, _admit_member, declared="members")


def public(view: View) -> View:
    """Let in everybody; the partnership of the address is open, its published pages only."""
    return login_not_required(_door(view, _admit_anybody, declared="public"))


def signed_in(view: View) -> View:
    """Let in whoever is signed in; no partnership is open, so no tenant row can be read."""
    view.declared_access = "signed in"  # type: ignore[attr-defined]
    return view


def open_to_all(view: View) -> View:
    """Let in everybody; no partnership is open."""
    inner = login_not_required(view)
    inner.declared_access = "everybody"  # type: ignore[attr-defined]
    return inner


@contextmanager
def refusals_on(form: BaseForm) -> Iterator[None]:
    """Show a refusal beside the field that it names, or at the top of the form."""
    try:
        yield
    except DomainError as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))


@contextmanager
def refusals_as_message(request: HttpRequest) -> Iterator[None]:
    """Show a refusal as a message on the page that follows."""
    try:
        yield
    except DomainError as refusal:
        messages.error(request, str(refusal))


def _partnership(slug: str) -> Partnership:
    try:
        return Partnership.objects.get(slug=slug)
    except Partnership.DoesNotExist:
        raise Http404(NOT_FOUND) from None


def _door(view: View, admit: Admit, *, declared: Permission | str) -> View:
    """Return the view behind its door: partnership, context, admission, then the view itself."""

    @wraps(view)
    def inner(request: Any, *args: Any, partnership: str, **kwargs: Any) -> HttpResponse:
        found = _partnership(partnership)
        try:
            with tenant(found.pk, user_id=request.user.pk, savepoint=False):
                return admit(request, found) or view(request, *args, **kwargs)
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except DomainError as refusal:
            # A refusal that no form took up. Leaving the context has marked the request's
            # transaction for rollback, so nothing of it is kept.
            return render(request, "partnerships/refused.html", {"reason": refusal}, status=409)

    inner.declared_access = declared  # type: ignore[attr-defined]
    return inner


def _admit_member(request: Any, found: Partnership) -> HttpResponse | None:
    request.standing = access.standing(request.user, on=moment.today())
    if not request.standing:
        raise Http404(NOT_FOUND)
    request.partnership = found
    request.sight = request.standing.sight_of(request.user)
    if second_factor.is_missing_for(request, request.standing):
        return redirect("mfa_index")
    return None


def _admit_anybody(request: Any, found: Partnership) -> None:
    request.partnership = found
    request.standing = access.Standing(frozenset(), frozenset())
    if request.user.is_authenticated:
        request.standing = access.standing(request.user, on=moment.today())
