"""The days that these tests stand on, and a page as one line."""

import re
from datetime import UTC, datetime
from html import unescape

from django.utils.html import strip_tags

AWARE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)  # a notification is due on Monday 8 June
NOW = datetime(2026, 6, 9, 9, 0, tzinfo=UTC)


def text_of(response) -> str:
    assert response.status_code == 200
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", unescape(strip_tags(main.replace("<", " <"))))
