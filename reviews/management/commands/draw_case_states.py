from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reviews.state_page import draw

ROOT = Path(__file__).resolve().parents[3]
PAGE = "docs/reference/case-states.md"


class Command(BaseCommand):
    help = "Write docs/reference/case-states.md from the table of moves."

    def handle(self, **_: Any) -> None:
        """Write the page; the same tables always give the same page."""
        page = ROOT / PAGE
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(draw(), encoding="utf-8")
        self.stdout.write(f"{PAGE} written")
