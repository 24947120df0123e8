"""Loads the arrangements as a document that is ready to be made into a version."""

from functools import partial

from krscp_portal.examples import words
from krscp_portal.examples.ledger import Load
from krscp_portal.foundation.moment import local_day
from partnerships.models import Partnership, User
from publications import selectors
from publications.enums import DocumentKind, PublicPageKind
from publications.models import Document, PublicPage
from publications.outline import Prose
from publications.services import pages, writing

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


def show_pages(load: Load, partnership: Partnership) -> None:
    """Let the fictional manager stand behind the public pages, so that there are some to read."""
    emails = [row["email"] for row in load.rows("user") if row["role"] == "manager"]
    manager = User.objects.get(email=emails[0])
    for kind in PublicPageKind:
        _facts, seen = selectors.page_facts(
            kind=kind, partnership=partnership, on=local_day(load.now)
        )
        load.ledger.once(
            "public_page",
            kind,
            partial(
                pages.confirm_page,
                kind=kind,
                partnership=partnership,
                seen=seen,
                by=manager,
                at=load.now,
            ),
            there=PublicPage.objects.filter(kind=kind),
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
