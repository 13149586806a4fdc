"""The shapes of refusals, which all operations share."""

from ninja import Field, Schema


class Problem(Schema):
    """What is wrong, in English."""

    detail: str = Field(examples=["Too many requests."])


class Fault(Schema):
    loc: list[str | int] = Field(
        description="Where: query or path, then the name.", examples=[["query", "limit"]]
    )
    type: str = Field(examples=["less_than_equal"])
    msg: str = Field(examples=["Input should be less than or equal to 100"])


class Faults(Schema):
    """Parameters that were not understood; nothing was looked for."""

    detail: list[Fault]


REFUSALS = {422: Faults, 429: Problem}
