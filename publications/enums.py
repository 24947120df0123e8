"""The fixed vocabularies of publications. Values are stored and never renamed."""

from django.db import models


class DocumentKind(models.TextChoices):
    """What the law asks a partnership to publish. The value is part of the public address."""

    ARRANGEMENTS = "arrangements", "Published arrangements"


class SectionKind(models.TextChoices):
    PROSE = "prose", "Text that you write"
    LIVE = "live", "Facts from the record"


class BlockCode(models.TextChoices):
    """What a live section can show; each is drawn from the record when a version is made."""

    AREAS = "areas", "Areas"
    PARTNERS = "partners", "Safeguarding partners and their leads"
    DELEGATES = "delegates", "Delegates and what they may do"
    CHAIR = "chair", "How the chair is chosen"
    AGENCIES = "agencies", "Relevant agencies and others"
    INDEPENDENT = "independent", "Independent roles"
    GROUPS = "groups", "Groups, meetings and quorum"
    DISPUTES = "disputes", "How disagreements are settled"
    CYCLE = "cycle", "The yearly cycle"
    BOARDS = "boards", "Linked boards"
    PRIORITIES = "priorities", "Priorities"


class VersionState(models.TextChoices):
    """The life of one version. That its PDF is being made is not a state: its job says so."""

    DRAFT = "draft", "Draft without a PDF"
    READY = "ready", "Ready to publish"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Replaced by a later version"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DISCARDED = "discarded", "Discarded before publication"


class PublicPageKind(models.TextChoices):
    """The pages that the public reads straight from the record."""

    WHOS_WHO = "whos_who", "Who’s who"
    STRUCTURE = "structure", "Structure"
