"""What the launchers refuse, in a sentence for the person at the terminal."""


class EmbeddedError(Exception):
    """A service cannot be started, stopped or found; the message says what to do about it."""
