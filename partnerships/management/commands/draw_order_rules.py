"""`manage.py draw_order_rules`: write `docs/reference/order-rules.md` from the code."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from partnerships.order_drawing import order_document

TARGET = Path(__file__).resolve().parents[3] / "docs" / "reference" / "order-rules.md"


class Command(BaseCommand):
    help = "Write docs/reference/order-rules.md from the checks of every app."

    def handle(self, **_: Any) -> None:
        TARGET.write_text(order_document(), encoding="utf-8")
        self.stdout.write(f"Written: docs/reference/{TARGET.name}")
