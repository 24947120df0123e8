"""Works out one due date and prints it as JSON; changes nothing."""

import json
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deadlines import selectors
from deadlines.management.dates import read_day, read_moment
from krscp_portal.foundation.errors import DomainError
from partnerships.models import Partnership


class Command(BaseCommand):
    help = "Print when a rule falls due after (or before) a date, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rule", help="the rule's key, such as notify_panel")
        parser.add_argument("date", help="the day of the trigger, as 2026-06-01")
        parser.add_argument("--partnership", metavar="SLUG", help="read the rule as it does")
        parser.add_argument("--time", metavar="HH:MM", help="the time of the trigger in England")

    def handle(self, **options: Any) -> None:
        day = read_day(options["date"])
        trigger: date | datetime = read_moment(day, options["time"]) if options["time"] else day
        try:
            answer = selectors.compute_for(
                options["rule"], trigger, _partnership(options["partnership"])
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(json.dumps(answer.as_json(), ensure_ascii=False))


def _partnership(slug: str | None) -> Partnership | None:
    if slug is None:
        return None
    found = Partnership.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no partnership called {slug!r}.")
    return found
