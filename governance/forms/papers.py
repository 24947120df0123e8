"""A field for an uploaded paper. What may be kept is decided by `partnerships.papers`."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partnerships.papers import LIMIT, TOO_LARGE, Paper


class PaperField(forms.FileField):
    """A file as a Paper: name and bytes. A large one is refused before it is read into memory."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.FileInput(attrs={"accept": ".pdf,.docx,.odt"}))
        super().__init__(allow_empty_file=True, max_length=255, **options)

    def clean(self, data: Any, initial: Any = None) -> Paper | None:
        """Return what was sent, or nothing where the field may stay empty."""
        sent = super().clean(data, None)
        if not sent:
            return None
        if sent.size > LIMIT:
            raise ValidationError(TOO_LARGE)
        return Paper(sent.name, sent.read())
