"""The shapes of the answers."""

from typing import Literal

from ninja import Field, Schema

from reports.models import Addressee, FollowUp

Outcome = Literal[*FollowUp.Outcome.values]


class AddresseeItem(Schema):
    kind: Literal[*Addressee.Kind.values] = Field(examples=["nhri"])
    state: str = Field(description="The code of a State that is named, or empty.", examples=["PER"])


class FollowUpItem(Schema):
    outcome: Outcome = Field(examples=["in_part"])
    date: str = Field(description="Since when this is so.", examples=["2024-05-14"])
    narrative: str = Field(examples=["A law was drafted."])
    language: str = Field(description="Of the narrative.", examples=["en"])
    evidence: list[str] = Field(description="Addresses.", examples=[["https://example.org/law"]])
    is_corrected: bool = Field(description="A newer entry took its place.", examples=[False])


class ProposalItem(Schema):
    number: str = Field(description="As printed: key issue, then proposal.", examples=["2.3"])
    address: str = Field(examples=["https://portal.example/en/proposals/dialogue-2021/2.3/"])
    key_issue: str = Field(description="Its title.", examples=["Within everybody's reach"])
    text: str = Field(
        description="In the language asked for, else the first that there is.",
        examples=["Publish the documents earlier."],
    )
    language: str = Field(description="Of the text.", examples=["en"])
    addressees: list[AddresseeItem]
    targets: list[str] = Field(description="Of the 2030 Agenda.", examples=[["16.10"]])
    recommendations: list[int] = Field(
        description="The `id` of each recommendation of the UPR that it led to.", examples=[[402]]
    )
    outcome: Outcome | None = Field(
        description="What counts of its follow-up; null while nothing is recorded.", examples=["in_part"]
    )
    follow_up: list[FollowUpItem] = Field(description="The latest day first.")
