"""Forms parse and explain; services decide and save."""
