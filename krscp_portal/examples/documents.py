"""Loads the arrangements as a document that is ready to be made into a version."""

from krscp_portal.examples import words
from krscp_portal.examples.ledger import Load
from publications.enums import DocumentKind
from publications.models import Document
from publications.outline import Prose
from publications.services import writing

LOCAL_RULES = "local_rules"
RESPONSIBILITIES = "responsibilities"


def load_arrangements(load: Load) -> None:
    """Begin the arrangements with the file's texts in their places; nothing is published."""
    title = load.facts["partnership"]["arrangements_title"]
    load.ledger.once(
        "document",
        DocumentKind.ARRANGEMENTS,
        lambda: writing.start_document(
            kind=DocumentKind.ARRANGEMENTS,
            title=title,
            prose=prose_of(load),
            by=load.by,
            at=load.at,
        ),
        there=Document.objects.filter(kind=DocumentKind.ARRANGEMENTS),
    )


def prose_of(load: Load) -> list[Prose]:
    """Return the texts of a partnership's arrangements, with the rows that only a text can hold."""
    texts = [
        Prose(row["key"], row["heading"], row["text"].strip(), row["source"])
        for row in load.rows("prose")
    ]
    groups = {row["key"]: row["name"] for row in load.rows("group")}
    rules, tasks = load.rows("local_rule"), load.rows("responsibility")
    texts.append(Prose(LOCAL_RULES, "Rules of our own", words.local_rules(rules, groups)))
    if tasks:
        texts.append(Prose(RESPONSIBILITIES, "Who leads on what", words.responsibilities(tasks)))
    return texts
