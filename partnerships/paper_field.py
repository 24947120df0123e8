"""The field for an uploaded paper, for the forms of every app.

What may be kept is decided by `papers`, not by the field.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partnerships.papers import LIMIT, Paper, too_large

KINDS = "A PDF, a Word document (.docx) or an OpenDocument text (.odt), up to 10 megabytes."


class PaperField(forms.FileField):
    """A file as a Paper: name and bytes. A large one is refused before it is read into memory."""

    def __init__(self, *, limit: int = LIMIT, **options: Any) -> None:
        options.setdefault("help_text", KINDS)
        options.setdefault("widget", forms.FileInput(attrs={"accept": ".pdf,.docx,.odt"}))
        super().__init__(allow_empty_file=True, max_length=255, **options)
        self.limit = limit

    def clean(self, data: Any, initial: Any = None) -> Paper | None:
        """Return what was sent, or nothing where the field may stay empty."""
        sent = super().clean(data, None)
        if not sent:
            return None
        if sent.size > self.limit:
            raise ValidationError(too_large(self.limit))
        return Paper(sent.name, sent.read())
