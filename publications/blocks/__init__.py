"""The live parts of a document: each a read of the record, a frozen value, a template.

A block reads rows of the open partnership in a fixed number of queries and returns a value whose
`is_empty` says that the record holds nothing to show. People are shown by post; a name appears only
where the person agreed (`Person.name_published`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from publications.blocks import bodies, people, structure
from publications.enums import BlockCode


class Facts(Protocol):
    """What every block returns."""

    @property
    def is_empty(self) -> bool:
        """Say whether the record holds nothing to show."""
        ...


@dataclass(frozen=True)
class Block:
    """One kind of live part: how it is read, and where the record it shows is edited."""

    code: BlockCode
    read: Callable[[date], Facts]
    kept_in: str  # where people edit what it shows, in words

    @property
    def template(self) -> str:
        return f"documents/blocks/{self.code.value}.html"


SEATS = "People and seats"
GOVERNANCE = "Governance"

BLOCKS: dict[str, Block] = {
    block.code.value: block
    for block in (
        Block(BlockCode.AREAS, people.areas, SEATS),
        Block(BlockCode.PARTNERS, people.partners, SEATS),
        Block(BlockCode.DELEGATES, people.delegates, SEATS),
        Block(BlockCode.CHAIR, people.chair, SEATS),
        Block(BlockCode.AGENCIES, people.agencies, SEATS),
        Block(BlockCode.INDEPENDENT, people.independent, SEATS),
        Block(BlockCode.GROUPS, structure.groups, GOVERNANCE),
        Block(BlockCode.DISPUTES, bodies.disputes, GOVERNANCE),
        Block(BlockCode.CYCLE, bodies.cycle, GOVERNANCE),
        Block(BlockCode.BOARDS, structure.boards, GOVERNANCE),
        Block(BlockCode.PRIORITIES, bodies.priorities, GOVERNANCE),
    )
}
