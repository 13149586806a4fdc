"""The shapes of the answers. Instants are in UTC: "2021-07-13T11:00:00Z"; empty where there is none."""

from typing import Literal

from ninja import Field, Schema

from consultations.models import AgendaItem, Consultation, Event, Phase, SubTopic
from consultations.standing import Stage

INSTANT = "2021-07-13T11:00:00Z"
PublicState = Literal[Consultation.State.PUBLISHED.value, Consultation.State.CLOSED.value]
PublicStage = Literal[*(stage for stage in Stage.values if stage != Stage.DRAFT)]


class ConsultationItem(Schema):
    slug: str = Field(description="Its name in addresses.", examples=["dialogue-2021"])
    address: str = Field(examples=["https://portal.example/en/consultations/dialogue-2021/"])
    title: str = Field(
        description="In the language asked for, else the first that there is; so are all texts.",
        examples=["Strengthening the fourth cycle"],
    )
    summary: str = Field(examples=["What should change in the next cycle?"])
    languages: list[str] = Field(description="In which people take part.", examples=[["en", "fr"]])
    state: PublicState = Field(examples=["published"])
    begins: str = Field(description="First day of all phases; empty without any.", examples=["2021-06-01"])
    ends: str = Field(description="Last day of all phases; empty without any.", examples=["2021-09-30"])
    is_generated: bool = Field(description="Made up for demonstration.", examples=[False])


class ConsultationPage(Schema):
    count: int = Field(examples=[2])
    limit: int = Field(examples=[25])
    offset: int = Field(examples=[0])
    next: str | None = Field(
        description="Where the next page is; null on the last.",
        examples=["https://portal.example/api/v1/consultations/?offset=25"],
    )
    items: list[ConsultationItem] = Field(description="The one that ends last comes first.")


class PhaseItem(Schema):
    kind: Literal[*Phase.Kind.values] = Field(examples=["dialogue"])
    name: str = Field(examples=["Dialogue"])
    starts: str = Field(examples=["2021-07-13"])
    ends: str = Field(examples=["2021-07-14"])
    event: str = Field(description="The `slug` of the event that belongs to it, or empty.", examples=["days"])


class EventItem(Schema):
    slug: str = Field(description="Its name in the addresses of the consultation.", examples=["days"])
    address: str = Field(
        description="Its programme, with all that people may do.",
        examples=["https://portal.example/en/consultations/dialogue-2021/events/days/"],
    )
    title: str = Field(examples=["Two days of dialogue"])
    kind: Literal[*Event.Kind.values] = Field(examples=["dialogue"])
    mode: Literal[*Event.Mode.values] = Field(examples=["online"])
    stage: PublicStage = Field(description="Where it stands at this moment.", examples=["open"])
    time_zone: str = Field(description="Whose clock the programme follows.", examples=["Europe/Zurich"])
    place: str = Field(description="Name of that time.", examples=["Geneva time"])
    venue: str = Field(examples=["Palais des Nations"])
    interpretation: list[str] = Field(description="Languages.", examples=[["en", "fr"]])
    sign_languages: str = Field(examples=["International Sign"])
    registration_opens: str = Field(examples=[INSTANT])
    registration_closes: str = Field(examples=[INSTANT])
    begins: str = Field(examples=[INSTANT])
    ends: str = Field(examples=["2021-07-14T13:00:00Z"])


class ConsultationDetail(ConsultationItem):
    phases: list[PhaseItem] = Field(description="In their order.")
    events: list[EventItem] = Field(description="By their first day.")


class Speaker(Schema):
    """Who agreed to be listed, by the name that they chose for it."""

    seat: int = Field(examples=[1])
    name: str = Field(examples=["A civil-society representative, Africa"])


class SubTopicItem(Schema):
    id: int = Field(examples=[7])
    title: str = Field(examples=["Taking part"])
    questions: list[str] = Field(examples=[["What has worked?"]])
    rule: Literal[*SubTopic.AllocationRule.values] = Field(
        description="How seats are given.", examples=["first_come"]
    )
    organisation_limit: int | None = Field(
        description="Most seats for one organisation; null without a limit.", examples=[1]
    )
    seats_total: int = Field(examples=[6])
    seats_taken: int = Field(description="Held, or offered to somebody.", examples=[4])
    waiting: int = Field(description="How many wait in line.", examples=[0])
    pending: int = Field(description="How many requests are not decided yet.", examples=[0])
    slot_seconds: int = Field(description="For each speaker.", examples=[120])
    dialogue_minutes: int = Field(description="Open to all, after the speakers.", examples=[20])
    requests_open: str = Field(examples=[INSTANT])
    requests_close: str = Field(examples=[INSTANT])
    speakers: list[Speaker] = Field(description="By seat; who did not agree is left out.")


class AgendaEntry(Schema):
    kind: Literal[*AgendaItem.Kind.values] = Field(examples=["sub_topic"])
    title: str = Field(examples=["Taking part"])
    speakers: list[str] = Field(description="Whom the organisers announce.", examples=[["The moderator"]])
    speakers_confirmed: bool = Field(examples=[True])
    starts: str = Field(description="Computed from the lengths before it.", examples=[INSTANT])
    ends: str = Field(examples=["2021-07-13T11:32:00Z"])
    sub_topic: SubTopicItem | None = Field(description="Null for all else.")


class DayItem(Schema):
    date: str = Field(description="By the clock of the event.", examples=["2021-07-13"])
    theme: str = Field(examples=["Participation"])
    starts: str = Field(examples=[INSTANT])
    ends: str = Field(examples=["2021-07-13T13:00:00Z"])
    items: list[AgendaEntry]


class EventDetail(EventItem):
    calendar: str = Field(
        description="Its calendar file.",
        examples=["https://portal.example/en/consultations/dialogue-2021/events/days/calendar.ics"],
    )
    days: list[DayItem]
