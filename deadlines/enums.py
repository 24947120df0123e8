"""The fixed vocabularies of deadlines. Values are stored and never renamed."""

from django.db import models


class Standing(models.TextChoices):
    """What a date means where sources give more than one for the same duty.

    A rapid review has two dates: the one that the partnership's trigger names binds;
    the other is its outer limit when awareness binds, and its own target when notification does.
    """

    BINDING = "binding", "Binding"
    TARGET = "target", "Target"
    LIMIT = "limit", "Outer limit"


class TriggerEvent(models.TextChoices):
    """From which of two events a partnership counts the days of a rapid review."""

    AWARENESS = "awareness", "When the partners became aware"
    NOTIFICATION = "notification", "When the Panel was notified"


class Confidence(models.TextChoices):
    """How far a fact was checked when it was written down, in words that anybody understands."""

    READ = "V", "Read in the source itself or on an official page"
    RESTATED = "V2", "Read in another body’s account of the guidance, not in the guidance itself"
    GENERAL = "GK", "We have not checked this against the law"
    WEAK = "GK?", "We have not checked this against the law, and it is uncertain"


class Force(models.TextChoices):
    STATUTE = "statute", "The law"
    STATUTORY_GUIDANCE = "statutory_guidance", "Statutory guidance"
    LOCAL = "local", "This partnership’s own rule"
    GOOD_PRACTICE = "good_practice", "Good practice"


class EditionStatus(models.TextChoices):
    IN_FORCE = "in_force", "In force"
    PARTLY_IN_FORCE = "partly_in_force", "Partly in force"
    CURRENT = "current", "Current"
    SUPERSEDED = "superseded", "Superseded"
    PRACTICE = "practice", "Another area’s practice"
    LOCAL = "local", "Local"


class Precision(models.TextChoices):
    """How exactly a date of publication is known."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    YEAR = "year", "Year"
    UNKNOWN = "unknown", "Not known"
