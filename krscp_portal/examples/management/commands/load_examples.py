"""Loads the example partnerships; safe to repeat."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from krscp_portal.examples import files, joint, loading
from krscp_portal.examples.accounts import PHRASE
from krscp_portal.examples.ledger import Loaded
from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError

NOT_A_DEMONSTRATION = (
    "This portal is not a demonstration: example partnerships would stand beside the real ones and "
    "cannot be taken away again. To load them all the same, give --demo."
)

PLURALS = {
    "agency": "agencies",
    "group_agency": "agencies heard through a group",
    "responsibility": "responsibilities",
    "support": "support records",
    "alias": "other names of groups",
    "cycle": "entries of the year",
    "overrides": "readings of the clocks",
    "priority": "priorities",
    "meeting_rule": "rules of how often groups meet",
    "series": "series of meetings",
    "terms": "versions of terms",
    "minutes": "sets of minutes",
    "decision_between": "decisions between meetings",
    "user": "accounts",
}
SINGULARS = {
    "group_agency": "agency heard through a group",
    "support": "support record",
    "alias": "other name of a group",
    "cycle": "entry of the year",
    "overrides": "reading of the clocks",
    "meeting_rule": "rule of how often a group meets",
    "series": "series of meetings",
    "terms": "version of terms",
    "minutes": "set of minutes",
    "decision_between": "decision between meetings",
    "user": "account",
}


class Command(BaseCommand):
    help = "Load the examples: four real partnerships, a fictional one with cases, three shared bodies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", metavar="SLUG", help="load this partnership alone")
        parser.add_argument(
            "--demo", action="store_true", help="load them although this is not a demonstration"
        )
        parser.add_argument(
            "--phrase",
            help="the pass phrase of the example accounts where this is not a demonstration; "
            "without one nobody can sign in by them",
        )

    def handle(self, **options: Any) -> None:
        if not (settings.DEMO_BANNER or options["demo"]):
            raise CommandError(NOT_A_DEMONSTRATION)
        phrase = options["phrase"] or (PHRASE if settings.DEMO_BANNER else None)
        try:
            loading.require_reference_data()
            for slug, load in self._chosen(options["only"]):
                loaded = load(slug=slug, at=moment.now(), phrase=phrase)
                if options["verbosity"]:
                    self.stdout.write(_in_words(loaded))
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _chosen(self, only: str | None) -> list[tuple[str, Callable[..., Loaded]]]:
        known = [(slug, loading.load_partnership) for slug in files.slugs()]
        known += [(slug, joint.load_joint_body) for slug in files.joint_slugs()]
        if only is None:
            return known
        chosen = [(slug, load) for slug, load in known if slug == only]
        if not chosen:
            names = ", ".join(slug for slug, _load in known)
            raise CommandError(f"There is no example called {only}. The examples are: {names}.")
        return chosen


def _in_words(loaded: Loaded) -> str:
    added = [_counted(kind, number) for kind, number in loaded.added.items()]
    return f"{loaded.slug}: {', '.join(added) or 'nothing to add'}."


def _counted(kind: str, number: int) -> str:
    thing = kind.replace("_", " ")
    if number == 1:
        return f"1 {SINGULARS.get(kind, thing)}"
    return f"{number} {PLURALS.get(kind, f'{thing}s')}"
