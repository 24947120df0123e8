from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reviews.state_page import draw, draw_reviews

ROOT = Path(__file__).resolve().parents[3]
PAGES = {
    "docs/reference/case-states.md": draw,
    "docs/reference/review-states.md": draw_reviews,
}


class Command(BaseCommand):
    help = "Write the pages of the states of cases and reviews from the tables of moves."

    def handle(self, **_: Any) -> None:
        """Write the pages; the same tables always give the same pages."""
        for name, draw_page in PAGES.items():
            page = ROOT / name
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(draw_page(), encoding="utf-8")
            self.stdout.write(f"{name} written")
