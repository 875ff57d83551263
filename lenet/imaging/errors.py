"""The two errors that a picture from a visitor can cause."""

from functools import partial


class BadPicture(Exception):
    """The file is not a picture that can be read.

    Args:
        message: One English sentence for the person who sent the picture.
        reason: A short name of the cause, for pages with sentences of their own:
            missing, not_a_file, not_received, too_large, too_many_pixels, too_slow,
            heic, avif or unreadable.
        values: The values that such a sentence can contain.
    """

    def __init__(self, message: str, reason: str, **values: object) -> None:
        super().__init__(message)
        self.reason, self.values = reason, values

    def __reduce__(self) -> tuple:
        """Let it be pickled, and so be sent by another process."""
        return partial(BadPicture, **self.values), (str(self), self.reason)


class NoDigitFound(Exception):
    """The picture is blank: nothing on it differs enough from the background."""
