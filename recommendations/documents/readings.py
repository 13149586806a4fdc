"""What the readers of documents give: rows with the source's own words and every doubt beside them.

A reading is plain data: it goes into JSON and back, is shown to a person, and changes nothing by itself.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

ProposedPosition = Literal["supported", "noted", "pending", "unclear"]


@dataclass
class ReadRow:
    """One text that States recommended together, as it stands under one number of a document.

    `number` is as printed ("140.12"); several texts under one number are told apart by `part` ("a", "b" …).
    `text` is without the number, the States and the punctuation that ends the entry; `raw` is all of it.
    `states` are ISO codes in the document's order, None for one that the source does not name or that is in
    no list of ours (then with a doubt); `spellings` are the same States as printed. `doubts` are sentences
    in the reader's language, each about something that a person should look at. `as_read` is the wording
    in the room, where a footnote gives it. `line` is the place in the document, counted from 1.
    The fields from `review_state` on belong to sources that tell of many States under review; `assessment`
    is what stands in the matrix's column on the level of implementation.
    """

    number: str
    text: str
    states: list[str | None] = field(default_factory=list)
    spellings: list[str] = field(default_factory=list)
    position: ProposedPosition = "unclear"
    lead_in: str = ""
    doubts: list[str] = field(default_factory=list)
    part: str = ""
    as_read: str = ""
    raw: str = ""
    page: int | None = None
    line: int = 0
    themes: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    position_source: str = ""
    own_words: str = ""
    qualifier: str = ""
    review_state: str | None = None
    session: int | None = None
    action_category: str = ""
    assessment: str = ""


@dataclass
class ReadPledge:
    """A voluntary pledge of the State under review; `number` is empty where it stands without one."""

    number: str
    text: str
    raw: str = ""
    line: int = 0


@dataclass
class Answer:
    """What an addendum says of a group of recommendations: `numbers` are expanded ("140.11", "140.12" …)."""

    numbers: list[str]
    position: ProposedPosition
    qualifier: str = ""
    own_words: str = ""
    raw: str = ""
    paragraph: str = ""


@dataclass
class DocumentReading:
    """All that was read from one document; what could not be placed stands in `problems`, with its text.

    `state` is the ISO code of the State under review where the document is about one; `deadline` is the
    document's own wording ("no later than the fifty-ninth session of the Human Rights Council").
    """

    family: str
    state: str | None = None
    symbol: str = ""
    rows: list[ReadRow] = field(default_factory=list)
    pledges: list[ReadPledge] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    language: str = ""
    session: int | None = None
    stage: Literal["", "draft", "final"] = ""
    deadline: str = ""
    answers: list[Answer] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain lists and dictionaries, for `json.dumps` and for a JSON column."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "DocumentReading":
        """The reading that `as_json` gave. Raises TypeError where the data is something else."""
        nested = {"rows": ReadRow, "pledges": ReadPledge, "answers": Answer}
        return cls(
            **{
                name: [nested[name](**item) for item in value] if name in nested else value
                for name, value in data.items()
            }
        )
