"""Mail back ends for tests of what happens when the mail server is not well."""

import smtplib
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend


class RefusingBackend(BaseEmailBackend):
    """Answers as a server that takes nothing just now."""

    def send_messages(self, _messages: Any) -> int:
        raise smtplib.SMTPServerDisconnected("not now")
