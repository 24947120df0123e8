"""Loads a body that several partnerships share: who takes part, its groups, its seats."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction

from krscp_portal.examples import accounts, bodies, files, membership, rules, words
from krscp_portal.examples.ledger import Ledger, Load, Loaded
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.moment import local_day
from partnerships.models import Participation, Partnership, User
from partnerships.services import joint


@transaction.atomic
def load_joint_body(*, slug: str, at: datetime, phrase: str | None = None) -> Loaded:
    """Load one shared body in a transaction of its own and say what was added.

    A participant that is no partnership of this portal, or is not loaded, takes part by name.
    """
    facts = files.read_joint(slug)
    body, is_new = bodies.partnership_of(facts)
    Partnership.objects.select_for_update().get(pk=body.pk)  # two loads take turns
    with tenant(body.pk, savepoint=False):
        ledger = Ledger.open(at=at)
        load = Load(facts, User.objects.system(), at, ledger, now=at)
        bodies.load_partnership(load, body, is_new=is_new)
        bodies.load_areas(load)
        _load_participations(load, body)
        bodies.load_seats(load)
        rules.load_groups(load)
        membership.load_group_seats(load)
        if body.fictional or settings.DEMO_BANNER:
            accounts.load_accounts(load, phrase=phrase, from_on=local_day(at))
        ledger.close()
        return Loaded(slug, is_new, dict(+ledger.added))


def _load_participations(load: Load, body: Partnership) -> None:
    for row in load.rows("participant"):
        participant = Partnership.objects.filter(slug=row.get("slug", "")).first()
        key: str = row.get("slug") or row["name"]
        name = participant.name if participant else key
        there = Participation.objects.filter(body=body, name=name)
        load.ledger.once(
            "participation",
            key,
            partial(
                joint.add_participation,
                body=body,
                participant=participant,
                name=name,
                source=words.cited(row, row.get("note", "")),
                by=load.by,
                at=load.at,
            ),
            there=there,
        )
        load.participations[key] = there.get()
