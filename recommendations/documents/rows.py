"""What every reader gives: rows checked against our lists, and rows refused with the reason."""

import hashlib
from dataclasses import dataclass, field

from reference.models import State, Theme, UprSession


@dataclass(frozen=True)
class CheckedRow:
    """One State's recommendation, or a pledge of the State under review (then without `recommender`)."""

    line: int
    state: State
    session: UprSession
    text: str
    language: str
    position: str
    own_words: str
    action_category: str
    issues: tuple[Theme, ...]
    recommender: State | None
    spelling: str = ""

    @property
    def is_pledge(self) -> bool:
        return self.recommender is None

    @property
    def fingerprint(self) -> str:
        """What makes rows of one review the same recommendation where the source gives no number."""
        content = "\0".join([" ".join(self.text.split()), self.position, self.action_category])
        return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Refusal:
    """A row that is not taken, with all that is wrong with it, each with what to do."""

    line: int
    reasons: tuple[str, ...]


@dataclass
class Reading:
    """What was read from one file."""

    rows: list[CheckedRow] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def rows_read(self) -> int:
        return len(self.rows) + len(self.refusals)
