"""Loads the example partnerships; safe to repeat."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from krscp_portal.examples import files, loading
from krscp_portal.examples.accounts import PHRASE
from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError

NOT_A_DEMONSTRATION = (
    "This portal is not a demonstration: example partnerships would stand beside the real ones and "
    "cannot be taken away again. To load them all the same, give --demo."
)

PLURALS = {
    "agency": "agencies",
    "alias": "other names of groups",
    "cycle": "entries of the year",
    "overrides": "readings of the clocks",
    "priority": "priorities",
    "user": "accounts",
}
SINGULARS = {
    "alias": "other name of a group",
    "cycle": "entry of the year",
    "overrides": "reading of the clocks",
    "user": "account",
}


class Command(BaseCommand):
    help = "Load the example partnerships: four real ones and a fictional one with cases."

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
            for slug in self._chosen(options["only"]):
                loaded = loading.load_partnership(slug=slug, at=moment.now(), phrase=phrase)
                if options["verbosity"]:
                    self.stdout.write(_in_words(loaded))
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _chosen(self, only: str | None) -> list[str]:
        known = files.slugs()
        if only is None:
            return known
        if only not in known:
            raise CommandError(
                f"There is no example called {only}. The examples are: {', '.join(known)}."
            )
        return [only]


def _in_words(loaded: loading.Loaded) -> str:
    added = [_counted(kind, number) for kind, number in loaded.added.items()]
    return f"{loaded.slug}: {', '.join(added) or 'nothing to add'}."


def _counted(kind: str, number: int) -> str:
    thing = kind.replace("_", " ")
    if number == 1:
        return f"1 {SINGULARS.get(kind, thing)}"
    return f"{number} {PLURALS.get(kind, f'{thing}s')}"
