"""The shapes of the answers. Each property has an example; description.py puts them together."""

from typing import Literal

from ninja import Field, Schema

from recommendations.forms.filters import LABELS
from recommendations.models import ActionCategory, Position, PositionValue, ReviewDate
from reference.models import Precision

OfficialPosition = Literal[*PositionValue.values]
Qualifier = Literal["", *Position.Qualifier.values]
Category = Literal["", *ActionCategory.values]
Step = Literal[*ReviewDate.Step.values]
FilterName = Literal[*LABELS]


class StateName(Schema):
    iso3: str = Field(description="ISO code of three letters.", examples=["SVN"])
    name: str = Field(examples=["Slovenia"])


class Term(Schema):
    code: str = Field(description="As the filter takes it.", examples=["environment"])
    name: str = Field(examples=["Environment"])


class RecommendationItem(Schema):
    id: int = Field(examples=[1204])
    address: str = Field(
        description="Its page, whose address stays.",
        examples=["https://portal.example/en/recommendations/1204/"],
    )
    state: StateName = Field(description="The State under review.")
    cycle: int = Field(examples=[4])
    session: int = Field(description="Of the UPR Working Group.", examples=[50])
    number: str = Field(
        description="Its paragraph in the final report; empty where that is not known.", examples=["140.12"]
    )
    draft_number: str = Field(
        description="Its paragraph in the draft that was adopted in the room.", examples=["6.12"]
    )
    part: str = Field(description="a, b … where several texts stand under one number.", examples=[""])
    text: str = Field(examples=["Plant trees in every schoolyard."])
    language: str = Field(
        description="Of `text`: the language asked for, else the first that there is.", examples=["en"]
    )
    recommending_states: list[StateName] = Field(description="In the order of the source.")
    position: OfficialPosition = Field(
        description="The official answer of the State under review.", examples=["supported"]
    )
    action_category: Category = Field(
        description="From 1, minimal, to 5, specific; empty where none is given.", examples=["5"]
    )
    is_action_confirmed: bool = Field(
        description="Whether a person confirmed the category.", examples=[False]
    )
    themes: list[Term]
    persons: list[Term] = Field(description="Groups of persons.")
    goals: list[int] = Field(description="Sustainable Development Goals.", examples=[[13]])
    is_generated: bool = Field(
        description="An example made by the portal, never made by a State.", examples=[False]
    )


class RecommendationPage(Schema):
    count: int = Field(description="How many were found.", examples=[217])
    limit: int = Field(examples=[25])
    offset: int = Field(examples=[0])
    next: str | None = Field(
        description="Where the next page is; null on the last.",
        examples=["https://portal.example/api/v1/recommendations/?state=SVN&offset=25"],
    )
    ignored: list[str] = Field(
        description="Parameters with values that are not known; those values narrowed nothing.", examples=[[]]
    )
    alike: list[str] = Field(
        description="Words that were looked for in place of yours, which stand nowhere.", examples=[[]]
    )
    items: list[RecommendationItem]


class RecordedPosition(Schema):
    value: OfficialPosition = Field(examples=["supported"])
    qualifier: Qualifier = Field(description="What the State said beyond the value.", examples=[""])
    date: str = Field(
        description="The day of the answer, such as 2026-03-01; empty where not known.",
        examples=["2026-03-01"],
    )
    symbol: str = Field(description="The document it stands in.", examples=["A/HRC/61/9/Add.1"])
    paragraph: str = Field(examples=["4"])
    own_words: str = Field(description="What the source says.", examples=["Accepted."])
    language: str = Field(description="Of `own_words`.", examples=["en"])


class RecommendationDetail(RecommendationItem):
    citation: str = Field(examples=["Slovenia, UPR session 50, 140.12"])
    is_listed: bool = Field(
        description="False for one that was split: lists and figures have its parts instead.", examples=[True]
    )
    parts: list[int] = Field(description="What it was split into.", examples=[[]])
    texts: dict[str, str] = Field(
        description="The text in every language in which there is one.",
        examples=[{"en": "Plant trees in every schoolyard."}],
    )
    text_as_read: str = Field(description="Another wording, read in the room.", examples=[""])
    positions: list[RecordedPosition] = Field(description="The latest first.")
    lineage: list[int] = Field(
        description="The same request through the cycles, the earliest first; empty for one made once.",
        examples=[[310, 1204]],
    )


class ReviewStep(Schema):
    step: Step = Field(description="What is done or due then.", examples=["review"])
    day: str = Field(
        description="2025-11-03, or 2025-11 where only the month is known; empty where nothing is.",
        examples=["2025-11-03"],
    )
    precision: Literal[*Precision.values] = Field(examples=["day"])
    source: str = Field(examples=["www.ohchr.org"])
    last_checked: str = Field(
        description="The day on which a person last looked at the source; empty where nobody did.",
        examples=["2025-10-01"],
    )


class PledgeItem(Schema):
    """What the State promised by itself; never counted among the recommendations."""

    number: str = Field(description="Its paragraph; empty where that is not known.", examples=["114"])
    text: str = Field(examples=["We shall plant one million trees."])
    language: str = Field(
        description="Of `text`: the language asked for, else the first that there is.", examples=["en"]
    )
    action_category: Category = Field(
        description="From 1, minimal, to 5, specific; empty where none is given.", examples=[""]
    )
    themes: list[Term]


class ReviewItem(Schema):
    session: int = Field(examples=[50])
    cycle: int = Field(examples=[4])
    address: str = Field(examples=["https://portal.example/en/recommendations/states/SVN/50/"])
    supported: int = Field(examples=[217])
    noted: int = Field(examples=[37])
    pending: int = Field(examples=[0])
    report_symbol: str = Field(examples=["A/HRC/61/9"])
    addendum_symbol: str = Field(examples=["A/HRC/61/9/Add.1"])
    dates: list[ReviewStep] = Field(description="In their order; those without a day come last.")
    pledges: list[PledgeItem] = Field(description="The voluntary pledges of this review.")


class StateDetail(StateName):
    reviews: list[ReviewItem] = Field(description="The latest first.")


class ValueCount(Schema):
    value: str = Field(description="As the filter takes it.", examples=["supported"])
    name: str = Field(examples=["Supported"])
    count: int = Field(examples=[217])


class SessionItem(Schema):
    number: int = Field(examples=[50])
    cycle: int = Field(examples=[4])
    starts_on: str = Field(
        description="2025-11-03, or 2025-11 where only the month is known; empty where nothing is.",
        examples=["2025-11-03"],
    )
    ends_on: str = Field(description="As `starts_on`.", examples=["2025-11-14"])
    precision: Literal[*Precision.values] = Field(examples=["day"])
    adopting_session: int | None = Field(
        description="The session of the Human Rights Council that adopts the outcomes.", examples=[61]
    )
    source: str = Field(examples=["www.ohchr.org"])
