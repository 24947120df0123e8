"""The day's one mail to a person, over all the partnerships in which they hold a role.

Notices are rows of their partnership; the mail is made from what is there when its hour comes, and
the unique row of `Digest` keeps it to one a day however often and wherever this runs.
"""

import logging
import smtplib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from krscp_portal.foundation.context import across, tenant
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local, local_day
from partnerships import mailing
from partnerships.models import (
    Digest,
    MailPreference,
    Notice,
    Partnership,
    RoleAssignment,
    User,
)
from partnerships.services.notices import ATTEMPTS, LAST_ATTEMPT, YOUNG

log = logging.getLogger(__name__)

SHOWN = 25  # of one partnership; the portal shows the rest
HEAD = "Good morning. This is what has come up for you in the portal.\n"
FOOT = (
    "For safety this e-mail carries no detail.\n"
    "Your day in the portal: {day}\n"
    "Choose the days on which this mail comes: {choice}\n"
)


def send_digests(*, clock: Callable[[], datetime]) -> int:
    """Send everybody whose hour has come their mail of the day; return how many went.

    Each person has a transaction of their own, so that a crash can repeat one mail at most, and a
    fault with one keeps nobody else waiting. `clock` is the edge's, because a round may last.
    """
    return sum(_try(user, at=clock()) for user in people_waiting(at=clock()))


def people_waiting(*, at: datetime) -> list[User]:
    """Return who has a mail coming today that has not gone; three queries, whoever waits."""
    everyone = list(Partnership.objects.values_list("pk", flat=True))
    done = Digest.objects.filter(Q(sent_at__isnull=False) | Q(attempts__gte=ATTEMPTS))
    with across(everyone):
        ids = set(_waiting(at=at).values_list("recipient_id", flat=True).distinct())
    found = User.objects.filter(pk__in=ids).select_related("mail_preference").order_by("pk")
    found = found.exclude(pk__in=done.filter(on=local_day(at)).values("user_id"))
    return [user for user in found if mailing.is_due(local(at), days_of(user))]


@transaction.atomic
def send_digest(*, user: User, at: datetime) -> bool:
    """Send one person their mail of the day unless it went or another worker has it.

    Says whether it went. A server that refuses is asked again, eight times a day; after that the
    notices wait for the next day's mail. Refuses nobody.
    """
    on = local_day(at)
    Digest.objects.bulk_create([Digest(user=user, on=on)], ignore_conflicts=True)
    open_rows = Digest.objects.filter(user=user, on=on, sent_at=None, attempts__lt=ATTEMPTS)
    digest = open_rows.select_for_update(skip_locked=True).first()
    if digest is None or not (waiting := _notices_for(user, at=at)):
        return False

    digest.attempts += 1
    has_gone = _mail(user, waiting)
    if has_gone:
        digest.sent_at = at
    digest.save(update_fields=["attempts", "sent_at"])
    if has_gone or digest.attempts >= ATTEMPTS:
        _note_on(waiting, emailed_at=at if has_gone else None)
    return has_gone


@transaction.atomic
def choose_mail(
    *, weekdays: Iterable[int], urgent_at_once: bool, by: User, at: datetime
) -> MailPreference:
    """Keep on which days the person wants their mail, and whether what is urgent waits for it.

    Refuses no day at all: what is told to nobody cannot be acted on. It holds from `at` on.
    """
    days = sorted(set(weekdays))
    if not days or not set(days) <= set(range(len(mailing.DAYS))):
        raise DomainError("Choose at least one day.", code="no-day", field="weekdays")
    kept, is_new = MailPreference.objects.update_or_create(
        user=by, defaults={"weekdays": days, "urgent_at_once": urgent_at_once}
    )
    log.info("mail days chosen", extra={"user": by.pk, "is_new": is_new, "since": at.isoformat()})
    return kept


def days_of(user: User) -> Sequence[int]:
    """Return the days of the week on which the person's mail comes."""
    kept = getattr(user, "mail_preference", None)
    return kept.weekdays if kept else mailing.WORKING_WEEK


def _try(user: User, *, at: datetime) -> bool:
    try:
        return send_digest(user=user, at=at)
    except Exception:
        log.exception("a mail of the day could not be sent", extra={"user": user.pk})
        return False


def _waiting(*, at: datetime) -> QuerySet[Notice]:
    """Return what may stand in a mail of today: unread, unsent, of people who hold a role there.

    A young scrutineer's address is for signing in alone. What is urgent is here only where its
    person wants it with the rest, or where it was refused as often as it may be by itself.
    """
    held = RoleAssignment.objects.filter(
        user=OuterRef("recipient"), partnership=OuterRef("partnership")
    ).on_day(local_day(at))
    with_the_rest = Q(recipient__mail_preference__urgent_at_once=False)
    return Notice.objects.filter(
        Q(urgent=False) | Q(attempts__gte=ATTEMPTS) | with_the_rest,
        Exists(held),
        ~Exists(held.filter(role=YOUNG)),
        emailed_at__isnull=True,
        read_at__isnull=True,
        attempts__lt=LAST_ATTEMPT,
        created_at__lt=mailing.closing(local(at)),
        recipient__is_active=True,
    )


def _notices_for(user: User, *, at: datetime) -> list[Notice]:
    everyone = list(Partnership.objects.values_list("pk", flat=True))
    with across(everyone):
        mine = _waiting(at=at).filter(recipient=user).select_related("partnership")
        return list(mine.order_by("partnership__name", "-urgent", "created_at", "pk"))


def _note_on(notices: list[Notice], *, emailed_at: datetime | None) -> None:
    """Write on each notice, in its own partnership, that it went or was refused all day."""
    by_partnership = _by_partnership(notices)
    for partnership, rows in by_partnership.items():
        with tenant(partnership.pk):
            mine = Notice.objects.filter(pk__in=[each.pk for each in rows])
            mine.update(emailed_at=emailed_at, attempts=F("attempts") + 1)


def _by_partnership(notices: list[Notice]) -> dict[Partnership, list[Notice]]:
    found: defaultdict[Partnership, list[Notice]] = defaultdict(list)
    for each in notices:
        found[each.partnership].append(each)
    return dict(found)


def _mail(user: User, notices: list[Notice]) -> bool:
    grouped = _by_partnership(notices)
    foot = FOOT.format(
        day=f"{settings.PUBLIC_URL}/my/day/", choice=f"{settings.PUBLIC_URL}/my/mail/"
    )
    parts = [HEAD, *(_part(each, rows) for each, rows in grouped.items()), foot]
    message = EmailMessage(subject=_subject(grouped), body="\n".join(parts), to=[user.email])
    try:
        message.send()
    except (smtplib.SMTPException, OSError):
        log.warning("mail of the day not accepted", extra={"user": user.pk})
        return False
    return True


def _subject(grouped: dict[Partnership, list[Notice]]) -> str:
    notices = [each for rows in grouped.values() for each in rows]
    first = notices[0]
    if len(notices) == 1:
        return f"{first.partnership.short_name}: {first.subject}"
    if len(grouped) == 1:
        return f"{first.partnership.short_name}: {len(notices)} things for you"
    return f"{len(notices)} things for you in {len(grouped)} partnerships"


def _part(partnership: Partnership, notices: list[Notice]) -> str:
    """Return one partnership's part: each thing with the page that it leads to."""
    root = f"{settings.PUBLIC_URL}/{partnership.slug}/"
    lines = [partnership.name, ""]
    for each in notices[:SHOWN]:
        lines += [f"  {'Urgent: ' * each.urgent}{each.subject}", f"    {root}{each.path}"]
    if (more := len(notices) - SHOWN) > 0:
        lines += [f"  And {more} more: {root}"]
    return "\n".join([*lines, ""])
