"""`manage.py verify_audit [--partnership SLUG]`: is every line of the audit still what was written?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from krscp_portal.foundation.context import tenant
from partnerships import chain, selectors
from partnerships.models import Partnership


class Command(BaseCommand):
    help = (
        "Recompute the audit's chain of hashes and report the first broken link. Prints the last "
        "hash of each partnership: keep it elsewhere, and compare it next time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partnership", metavar="SLUG", help="check this one alone")

    def handle(self, *, partnership: str | None, **_: Any) -> None:
        wanted = Partnership.objects.order_by("slug")
        if partnership is not None:
            wanted = wanted.filter(slug=partnership)
            if not wanted:
                raise CommandError(f"There is no partnership with the slug {partnership}.")
        broken = [each.slug for each in wanted if not self._is_whole(each)]
        if broken:
            raise CommandError(f"The audit is broken in: {', '.join(broken)}.", returncode=1)

    def _is_whole(self, partnership: Partnership) -> bool:
        with tenant(partnership.pk):
            found = chain.check(selectors.chain_links())
        state = f"BROKEN: {found.fault}" if found.fault else "whole"
        head = found.head or "none"
        self.stdout.write(f"{partnership.slug}: {state}; lines {found.lines}; head {head}")
        return not found.fault
