"""Keeping a paper that somebody uploaded: what it is was looked at before it is kept."""

from datetime import datetime

from partnerships import papers
from partnerships.models import StoredFile
from partnerships.papers import Paper
from partnerships.services.files import keep_file
from partnerships.services.permission import refuse_unless


def keep_paper(
    *,
    paper: Paper,
    name: str,
    at: datetime,
    field: str = "document",
    limit: int = papers.LIMIT,
) -> StoredFile:
    """Store a PDF, Word or OpenDocument file under the name, with the ending that is its own.

    The name that the sender gave it is not kept: it may say more than a register should. Refuses
    what `papers.may_keep` refuses, beside the field.
    """
    refuse_unless(papers.may_keep(paper, limit=limit), field=field)
    ending = papers.ending_of(paper.name)
    return keep_file(
        name=f"{name[: 120 - len(ending)]}{ending}",
        content_type=papers.TYPES[ending],
        content=paper.content,
        at=at,
    )
