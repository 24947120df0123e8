"""Loads guidance editions, statutory rules and bank holidays; safe to repeat."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from deadlines import services
from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError


class Command(BaseCommand):
    help = "Load guidance editions, statutory rules and bank holidays from the data files."

    def handle(self, **options: Any) -> None:
        try:
            loaded = services.load_reference_data(at=moment.now())
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"]:
            changes = [f"{number} {name}" for name, number in asdict(loaded).items() if number]
            self.stdout.write(f"Reference data: {', '.join(changes) or 'nothing to change'}.")
