"""Statutory clocks: how long a duty runs, when it falls due, and who is told before and after."""
