from collections.abc import Iterator

import pytest

from deadlines.subjects import SubjectKind, anybody
from tests.factories import deadlines as make


@pytest.fixture(autouse=True)
def a_kind_of_subject() -> Iterator[SubjectKind]:
    """Something that any member may know of."""
    with make.subject_kind(SubjectKind(code=make.OPEN_KIND, may_be_told=anybody)) as kind:
        yield kind
