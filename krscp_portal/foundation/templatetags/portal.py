"""Small helps for templates: one way to write a date, a wide table's frame, a safe asset address.

Settings make these built in, so no template needs to load them.
"""

from datetime import date, datetime

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from krscp_portal.foundation.days import in_words

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """Return a date as the portal writes it, "4 June 2026"; nothing for None."""
    return in_words(_local(value)) if value else ""


@register.filter
def long_day(value: date | None) -> str:
    """Return a date with its weekday, "Thursday 4 June 2026", for anything that falls due."""
    return f"{_local(value):%A} {day(value)}" if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Return a moment in local time, "4 June 2026 at 9:32am"; nothing for None."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{day(value)} at {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def _local(value: date) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    return value


@register.simple_block_tag(end_name="endscrollable")
def scrollable(content: str, label: str) -> SafeString:
    """Frame a wide table so that it scrolls by itself on a narrow screen, by keyboard too."""
    return format_html(
        '<div class="portal-scroll" role="region" aria-label="{}" tabindex="0">{}</div>',
        label,
        content,
    )


@register.simple_tag
def plain_static(path: str) -> str:
    """Return an asset's address even when the list of hashed names is missing or broken.

    For the error page alone: it must come out whatever else is wrong.
    """
    try:
        return static(path)
    except Exception:  # noqa: BLE001 -- an error page that fails hides the error it reports
        return f"/{settings.STATIC_URL.lstrip('/')}{path}"
