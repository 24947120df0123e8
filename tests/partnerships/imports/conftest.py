"""Who imports, and how a file comes in."""

import pytest

from partnerships.services import imports


@pytest.fixture
def by(in_north, manager):
    return manager


@pytest.fixture
def bring(by, moment):
    """Return a function that uploads a header and rows as CSV, and returns the batch."""

    def bring(kind, header, *rows):
        content = "\n".join([header, *rows, ""]).encode()
        return imports.upload(kind=kind, name="list.csv", content=content, by=by, at=moment)[0]

    return bring
