"""What every page is given: the product's name, the partnership, the navigation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from partnerships.navigation import navigation_for


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the page shell; works on error pages, where little is known.

    A view that opens a case under emergency access sets `request.emergency_access` to the
    sentence of the banner.
    """
    partnership = getattr(request, "partnership", None)
    standing = getattr(request, "standing", None)
    return {
        "product_name": settings.PRODUCT_NAME,
        "demo_banner": settings.DEMO_BANNER,
        "partnership": partnership,
        "navigation": navigation_for(partnership, standing, request.path),
        "my_partnerships_count": standing.elsewhere + bool(standing.roles) if standing else 0,
        "emergency_access": getattr(request, "emergency_access", ""),
    }
