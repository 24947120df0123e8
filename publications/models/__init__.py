"""Documents that a partnership publishes, their sections, and the versions that were frozen."""

from publications.models.document import Document, Section
from publications.models.page import PublicPage
from publications.models.version import DocumentVersion

__all__ = ["Document", "DocumentVersion", "PublicPage", "Section"]
