"""Everything that changes the groups, the boards and the rules of a partnership."""

from governance.services.rows import add, change, end

__all__ = ["add", "change", "end"]
