"""A made-up document with everything that the print stylesheet and the PDF maker must cope with."""

import base64
from datetime import UTC, datetime
from pathlib import Path

from krscp_portal.foundation.charts import Caption, Point, bar_chart, line_chart
from krscp_portal.foundation.pdf import render
from krscp_portal.foundation.prose import to_html

STATIC = Path(__file__).resolve().parents[2] / "static"
PRINT_CSS = STATIC / "css" / "print.css"
MADE_AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TITLE = "Arrangements for safeguarding children in Demoborough"

AGENCIES = 60
PROSE = """The partners of Demoborough publish these arrangements and keep them up to date.

## How decisions are made

1. The executive decides.
2. The board advises:
   - on practice
   - on scrutiny

A [public address](https://demoborough.example/) and a table:

| Group | Meetings a year |
|-------|----------------:|
| Executive | 6 |
| Board | 4 |
"""
BARS = bar_chart(
    [Point("Rapid reviews", 4), Point("Local reviews", 1), Point("Audits", None)],
    Caption(
        chart_id="reviews",
        title="Reviews in the year: 4 rapid, 1 local",
        description="Rapid reviews were four times as many as local reviews.",
        columns=("Kind", "Number"),
    ),
)
LINE = line_chart(
    [
        Point(f"{year}", value)
        for year, value in zip(range(2021, 2026), (3, 5, None, 4, 7), strict=True)
    ],
    Caption(
        chart_id="years",
        title="Rapid reviews by year, 2021 to 2025",
        description="From 3 in 2021 to 7 in 2025; 2023 is not known.",
        columns=("Year", "Rapid reviews"),
    ),
)


def document() -> str:
    """The whole page: cover, contents, prose, charts and a table longer than a page."""
    rows = "".join(
        f'<tr><th scope="row">Agency {number}</th><td>Relevant agency</td>'
        f"<td>Takes part in the board and answers requests for information.</td></tr>"
        for number in range(1, AGENCIES + 1)
    )
    return f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Overridden by the caller</title></head><body>
<header class="cover">
  <p class="cover__kind">Published arrangements</p>
  <h1>{TITLE}</h1>
  <dl class="cover__facts">
    <dt>Version</dt><dd class="cover__version">Version 3</dd>
    <dt>Published</dt><dd>1 June 2026</dd>
    <dt>Published by</dt><dd>Demoborough Safeguarding Children Partnership</dd>
  </dl>
</header>
<nav class="contents"><h2>Contents</h2><ol>
  <li><a href="#aims">Aims</a></li>
  <li><a href="#figures">The year in figures</a></li>
  <li><a href="#agencies">Relevant agencies</a></li>
</ol></nav>
<main>
<section id="aims"><h2>Aims</h2>{to_html(PROSE, heading_offset=2)}
<div class="note"><p>Read this with the threshold document.</p></div>
<div class="warning"><p>Call 999 where a child is in danger now.</p></div></section>
<section id="figures"><h2>The year in figures</h2>
<figure>{BARS.svg}</figure>{_table(BARS.columns, BARS.rows)}
<figure>{LINE.svg}</figure>{_table(LINE.columns, LINE.rows)}
</section>
<section id="agencies" class="new-page"><h2>Relevant agencies</h2>
<table><caption>Agencies and what is expected of them</caption>
<thead><tr><th scope="col">Agency</th><th scope="col">Basis</th><th scope="col">Expected</th></tr>
</thead><tbody>{rows}</tbody></table></section>
</main></body></html>"""


def _table(columns: tuple[str, str], rows: tuple[tuple[str, str], ...]) -> str:
    body = "".join(
        f'<tr><th scope="row">{label}</th><td class="number">{value}</td></tr>'
        for label, value in rows
    )
    return (
        f'<table class="keep"><thead><tr><th scope="col">{columns[0]}</th>'
        f'<th scope="col" class="number">{columns[1]}</th></tr></thead><tbody>{body}</tbody></table>'
    )


def small(body: str, **options: object) -> bytes:
    """The PDF of a page with nothing but `body`."""
    html = f'<html lang="en-GB"><body>{body}</body></html>'
    return render(html, title="A note", made_at=MADE_AT, **options)
