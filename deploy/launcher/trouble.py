"""What went wrong, said so that the reader knows what to do."""

import errno
import sys


class Trouble(Exception):
    """Something that the person at the terminal can mend; the text says how."""


def say(text: str) -> None:
    print(text, flush=True)


def warn(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def of_os_error(error: OSError) -> Trouble:
    """Words for what the operating system refused."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Trouble(
            f"The disk is full{where}. Set-up needs about 1.5 GB: free some space and type the command again."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Trouble(
            f"Not allowed to read or write{where}: {error.strerror}. "
            "Run ./portal as the user who owns the clone, in a folder that can be written."
        )
    return Trouble(f"The system refused{where}: {error.strerror or error}.")
