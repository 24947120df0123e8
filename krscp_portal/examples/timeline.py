"""One line of time for all that a fictional partnership did, played once from first to last.

The loaders put acts in, each with its moment, in any order. Playing them calls each with that
moment, so the numbers of references and of the audit follow the days on which things happened.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count


@dataclass
class Timeline:
    """Acts that wait for their moment. Those of one moment keep the order in which they came."""

    _waiting: list[tuple[datetime, int, Callable[..., object]]] = field(default_factory=list)
    _numbers: count = field(default_factory=count)
    _reached: datetime | None = None

    def add(self, at: datetime, do: Callable[..., object]) -> None:
        """Put in an act, which is handed its moment as `at`.

        An act may put in what follows from it. Refuses one from before what has been played.
        """
        if self._reached is not None and at < self._reached:
            raise ValueError(f"{at} is over: acts have been played until {self._reached}.")
        heappush(self._waiting, (at, next(self._numbers), do))

    def play(self) -> None:
        """Play what waits, and what comes of it, in the order of time."""
        while self._waiting:
            at, _number, do = heappop(self._waiting)
            self._reached = at
            do(at=at)
