"""Who may use the interface: nobody, unless a view says so.

A module of its own, because the framework imports it while it is itself being imported.
"""

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class DenyUnlessDeclared(BasePermission):
    """Refuse: a view of the interface must name its own permission."""

    def has_permission(self, _request: "Request", _view: "APIView") -> bool:
        return False
