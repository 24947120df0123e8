"""The parts of published arrangements in the order in which most partnerships give them. Pure.

The list follows what the guidance asks the arrangements to hold (statutory.md §3.1, A1 to A24, from
WT2018 ch. 3 and WT2023 ch. 2) and what the four published ones contain. It is where a document
begins, not a rule: sections can be moved, renamed, added and taken out.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A section of the standard outline: prose by its key, a live block, or a block under prose."""

    heading: str
    key: str = ""
    block: str = ""
    usual: bool = True  # False: only where a partnership has something to say


@dataclass(frozen=True)
class Prose:
    """A text for a part; `heading` is used where the outline has no part of that key."""

    key: str
    heading: str
    text: str
    source: str = ""


@dataclass(frozen=True)
class Planned:
    """A section to be made."""

    heading: str
    text: str
    block: str
    source: str


ARRANGEMENTS = (
    Part("Aims", key="aims"),
    Part("Principles", key="principles", usual=False),
    Part("The area we cover", key="geography", block="areas"),
    Part("The safeguarding partners", block="partners"),
    Part("What is delegated", block="delegates"),
    Part("Who chairs", block="chair"),
    Part("How we work", key="how_we_work", usual=False),
    Part("Priorities", block="priorities"),
    Part("Groups and how they decide", block="groups"),
    Part("Rules of our own", key="local_rules", usual=False),
    Part("Who leads on what", key="responsibilities", usual=False),
    Part("Agencies that take part", block="agencies"),
    Part("How agencies take part", key="engagement"),
    Part("Schools, colleges and early years", key="schools"),
    Part("Voluntary sector", key="voluntary_sector", usual=False),
    Part("Homes and voluntary sector", key="residential_and_voluntary", usual=False),
    Part("The voice of the child", key="voice_of_the_child"),
    Part("Thresholds and procedures", key="thresholds_and_procedures"),
    Part("Information sharing", key="information_sharing", usual=False),
    Part("Serious incidents and local reviews", key="local_reviews"),
    Part("Learning from reviews", key="learning_from_reviews", usual=False),
    Part("Child death review", key="child_death_review", usual=False),
    Part("Quality and learning", key="quality_and_learning", usual=False),
    Part("Data and intelligence", key="data_and_intelligence", usual=False),
    Part("Training", key="training"),
    Part("Independent person", key="independent_person", usual=False),
    Part("Independent scrutiny", key="independent_scrutiny", block="independent"),
    Part("How disagreements are settled", key="disagreements", block="disputes"),
    Part("Links with other boards", block="boards"),
    Part("The yearly cycle", block="cycle"),
    Part("Business support", key="business_support", usual=False),
    Part("Funding", key="funding"),
    Part("The yearly report", key="yearly_report"),
)


def plan(prose: Iterable[Prose], *, empty_blocks: frozenset[str] = frozenset()) -> list[Planned]:
    """Return the sections to begin with, in order.

    Without prose: the usual parts, their texts still to be written. With prose: the parts that have
    a text or a block with something in it, then texts that the outline does not know.
    """
    given = {each.key: each for each in prose}
    to_be_written = not given
    planned = []
    for part in ARRANGEMENTS:
        text = given.pop(part.key, None)
        block = "" if part.block in empty_blocks else part.block
        if text or block or (to_be_written and part.key and part.usual):
            planned.append(_planned(part, text, block))
    planned += [Planned(each.heading, each.text, "", each.source) for each in given.values()]
    return planned


def _planned(part: Part, text: Prose | None, block: str) -> Planned:
    if text is None:
        return Planned(part.heading, "", block, "")
    return Planned(text.heading if not part.block else part.heading, text.text, block, text.source)
