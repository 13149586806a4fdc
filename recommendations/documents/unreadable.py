"""What every reader says when a file cannot be read at all."""


class Unreadable(Exception):
    """The file cannot be read at all; the message says what was seen and what to do."""
