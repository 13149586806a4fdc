"""What a process keeps, so that it need not be put together anew for everybody."""

from threading import Lock
from typing import Any, ClassVar


class Shelf(dict):
    """So many things by their keys; what was put there first goes first.

    Whoever takes a thing asks whether it is still good: each carries the edition that it was made from.
    """

    all: ClassVar[list["Shelf"]] = []  # of this process

    def __init__(self, most: int):
        super().__init__()
        self.all.append(self)
        self.most = most
        self.lock = Lock()

    def keep(self, key: Any, thing: Any) -> None:
        """In the place of what was kept under the key."""
        with self.lock:
            self.pop(key, None)
            self[key] = thing
            for oldest in list(self)[: -self.most]:
                del self[oldest]
