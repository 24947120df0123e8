"""Refusals that a person may read.

A `DomainError` carries one sentence fit for the user and a stable code. The page, the interface
and the exception show the same sentence.
"""


class DomainError(Exception):
    """Something was refused; `str(error)` is a sentence fit for the user.

    `code` is stable and for programs; `field` names the form field that the refusal is about;
    `nth` counts from 0 which one it is about, where several things were asked for at once.
    """

    def __init__(self, message: str, *, code: str = "refused", field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.field = field
        self.nth = 0


class NotPermitted(DomainError):
    """The person may not do this; pages answer 403 with the sentence."""


class TenantMissing(RuntimeError):
    """Tenant work was started with no partnership opened: a fault of the code, never of the user."""
