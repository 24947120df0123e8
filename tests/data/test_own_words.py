"""Facts carry over from the published documents; sentences do not.

The documents are not part of this repository. Where they stand beside it, each is checked.
"""

import pytest

from tests.data.files import EXAMPLE_FILES, ROOT, RULES_FILE, SOURCE_FILES, cited, runs

OURS = [RULES_FILE, *EXAMPLE_FILES, ROOT / "docs" / "data-sources.md"]


@pytest.mark.parametrize("path", SOURCE_FILES, ids=lambda path: path.name)
def test_no_sentence_of_a_source_is_copied(path):
    theirs = runs(path.read_text(encoding="utf-8", errors="replace"))
    copied = {
        file.name: [
            " ".join(run) for run in sorted(runs(file.read_text(encoding="utf-8")) & theirs)
        ]
        for file in OURS
    }

    assert copied == {file.name: [] for file in OURS}


def test_a_run_is_twelve_words_without_case_or_punctuation():
    text = "One, two three four five six seven eight nine ten eleven Twelve. Thirteen"

    assert len(runs(text)) == 2
    assert min(runs(text))[:3] == ("one", "two", "three")


def test_a_source_may_name_several_places_of_one_document():
    assert cited("000_a.txt 4.1, L7") == [("000_a.txt", "4.1"), ("000_a.txt", "L7")]
