"""Everything that changes the state of a partnership's record."""
