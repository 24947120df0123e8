"""One answer type for "may this happen?": truthy when allowed, with the reason when not."""

from dataclasses import dataclass

from krscp_portal.foundation.errors import NotPermitted


@dataclass(frozen=True)
class Allowed:
    """Yes."""

    reason: str = ""
    code: str = "allowed"

    def __bool__(self) -> bool:
        return True

    def or_raise(self) -> None:
        """Do nothing: it is allowed."""


@dataclass(frozen=True)
class Refused:
    """No, with the sentence that the person is shown."""

    reason: str
    code: str = "refused"

    def __bool__(self) -> bool:
        return False

    def or_raise(self) -> None:
        """Raise `NotPermitted` with the reason."""
        raise NotPermitted(self.reason, code=self.code)


Verdict = Allowed | Refused
