"""A review that the public reads, of no case."""

from tests.factories import published_reviews as make


def add_rows(manager, at):
    """Add the rows to the open partnership."""
    review = make.review(by=manager, at=at, code_name="Kestrel")
    publication = make.publication(review, by=manager, at=at)
    make.published(publication, by=manager, at=at)
