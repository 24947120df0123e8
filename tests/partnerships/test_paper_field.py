"""The field for an uploaded paper."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from partnerships.paper_field import PaperField
from partnerships.papers import LIMIT, TOO_LARGE, Paper

PDF = b"%PDF-1.7\n%%EOF"


def test_a_file_comes_out_as_its_name_and_bytes():
    assert PaperField().clean(SimpleUploadedFile("a.pdf", PDF)) == Paper("a.pdf", PDF)


def test_an_empty_file_is_left_to_the_rule_of_papers():
    assert PaperField().clean(SimpleUploadedFile("a.pdf", b"")) == Paper("a.pdf", b"")


def test_a_field_that_may_stay_empty_gives_nothing():
    assert PaperField(required=False).clean(None) is None


def test_a_large_file_is_refused_before_it_is_read():
    sent = SimpleUploadedFile("a.pdf", PDF)
    sent.size = LIMIT + 1

    with pytest.raises(ValidationError, match=TOO_LARGE):
        PaperField().clean(sent)
    assert sent.tell() == 0


def test_a_field_may_take_larger_papers_than_others():
    sent = SimpleUploadedFile("a.pdf", PDF)
    sent.size = LIMIT + 1

    assert PaperField(limit=LIMIT + 1).clean(sent) == Paper("a.pdf", PDF)
