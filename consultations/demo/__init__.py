"""The two consultations of the demonstration, made by the same actions as real ones.

One is that of 2021, closed; one is open now. Everybody who registers is generated and says so.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle

from accounts.models import Organisation, User
from consultations.actions.asking import ask_to_speak
from consultations.actions.closing import close_consultation
from consultations.actions.consultations import (
    draft_consultation,
    plan_event,
    publish_consultation,
)
from consultations.actions.registrations import register
from consultations.actions.verification import make_code, use_code
from consultations.demo import texts
from consultations.demo.materials import seed_materials
from consultations.models import AgendaItem, Consultation, Event, Phase, Registration, SubTopic
from reference.models import RegionalGroup
from surveys.models import Survey

GIVEN_NAMES = (
    "Amina", "Bruno", "Chandra", "Dilnoza", "Elena", "Farid", "Grace", "Hana",
    "Ibrahim", "Joana", "Kwame", "Leila", "Mateo", "Nadia", "Oumar", "Priya",
    "Quentin", "Rosa", "Samir", "Thandi", "Usha", "Viktor", "Wanjiru", "Yusuf",
)  # fmt: skip
INITIALS = "ABCDEFGHKLMNPRSTVWZ"
BODIES = ("Network", "Coalition", "Centre", "Forum", "Alliance")
CAUSES = (
    "Clean Water",
    "Fair Trials",
    "Disability Rights",
    "Children",
    "Free Expression",
    "Housing",
    "Land Rights",
)
KINDS = (
    Organisation.Kind.NATIONAL_NGO,
    Organisation.Kind.NATIONAL_NGO,
    Organisation.Kind.INTERNATIONAL_NGO,
    Organisation.Kind.ASSOCIATION,
    Organisation.Kind.NHRI,
    Organisation.Kind.ACADEMIA,
)
LANGUAGES = ("en", "fr", "en", "es", "en", "fr", "ar")
NAMINGS = (
    Registration.PublicName.FULL,
    Registration.PublicName.ORGANISATION,
    Registration.PublicName.REPRESENTATIVE,
    Registration.PublicName.ORGANISATION,
)

CHILD = 2  # the number of somebody who is named by the region, as a child must be


def seed_2021_consultation(by: User, survey: Survey | None) -> Consultation:
    """The consultation of June and July 2021, closed, with six speakers a sub-topic and a few who waited.

    `by` is a moderator. Reference data must be loaded.
    """
    phases = [
        {"kind": Phase.Kind.SURVEY, "starts": date(2021, 6, 1), "ends": date(2021, 6, 30), "survey": survey},
        {"kind": Phase.Kind.DIALOGUE, "starts": date(2021, 7, 13), "ends": date(2021, 7, 14)},
        {"kind": Phase.Kind.REPORT, "starts": date(2022, 1, 1), "ends": date(2022, 2, 28)},
    ]
    consultation = draft_consultation(
        slug="strengthening-the-4th-cycle",
        contact=texts.CONTACT,
        languages=["en", "fr", "es"],
        phases=phases,
        by=by,
        is_generated=True,
        **said(title=texts.PAST["title"], summary=texts.PAST["summary"]),
    )
    event = plan_event(
        consultation,
        by=by,
        days=two_days(
            date(2021, 7, 13), date(2021, 7, 14), texts.PAST_THEMES, texts.PAST_SUB_TOPICS, texts.HOSTS
        ),
        requests=(moment(date(2021, 6, 21)), moment(date(2021, 7, 12))),
        slug="dialogue",
        mode=Event.Mode.ONLINE,
        interpretation=["en", "fr", "es"],
        registration_opens=moment(date(2021, 6, 21)),
        registration_closes=moment(date(2021, 7, 13)),
        **said(title=texts.PAST["event"], place=texts.PLACE, language_note=texts.PAST["language_note"]),
    )
    publish_consultation(consultation, by=by)
    event.refresh_from_db(fields=["state"])
    fill(event, [8, 6, 7, 9], by=by, first_day=date(2021, 6, 21))
    close_consultation(consultation, by=by)
    return consultation


def seed_open_consultation(by: User, today: date, survey: Survey | None) -> Consultation:
    """Open on `today`, the meeting in three weeks; 4, 6 (and 2 who wait), 1 and 0 seats are taken.

    The seats of the last sub-topic are drawn; five are in the draw.
    """
    first = next_tuesday(today + timedelta(days=18))
    second = first + timedelta(days=1)
    consultation = draft_consultation(
        slug="from-recommendations-to-change",
        contact=texts.CONTACT,
        languages=["en", "fr", "es", "ar"],
        phases=open_phases(today, first, survey),
        by=by,
        is_generated=True,
        **said(title=texts.OPEN["title"], summary=texts.OPEN["summary"]),
    )
    opened = today - timedelta(days=10)
    names = ("venue", "access_notes", "sign_languages")
    event = plan_event(
        consultation,
        by=by,
        days=with_a_draw(
            two_days(first, second, texts.OPEN_THEMES, texts.OPEN_SUB_TOPICS, texts.TO_BE_CONFIRMED_HOSTS)
        ),
        requests=(moment(opened), moment(first - timedelta(days=1))),
        slug="dialogue",
        mode=Event.Mode.HYBRID,
        joining_link="https://meet.example.org/follow-up",
        dial_in="+41 22 555 01 23",
        interpretation=["en", "fr", "es", "ar"],
        registration_opens=moment(opened),
        registration_closes=moment(first - timedelta(days=1)),
        safeguarding_officer="Amara K.",
        safeguarding_contact="+41 22 555 01 24",
        **said(title=texts.OPEN["event"], place=texts.PLACE, **{name: texts.OPEN[name] for name in names}),
    )
    seed_materials(consultation, event, published_at=moment(opened), coming_at=moment(first))
    publish_consultation(consultation, by=by)
    event.refresh_from_db(fields=["state"])
    fill(event, [4, 8, 1, 5], by=by, first_day=opened)
    verify_one(event, by=by)
    return consultation


def verify_one(event: Event, *, by: User) -> None:
    """The first of a national human rights institution has typed a code; the others are not verified yet."""
    institution = event.registrations.filter(stakeholder_kind=Organisation.Kind.NHRI).earliest("pk")
    _code, digits = make_code(
        event,
        organisation_name=institution.organisation_name,
        kind=Organisation.Kind.NHRI,
        uses_allowed=3,
        expires_at=event.registration_closes,
        by=by,
    )
    use_code(institution, digits, by=by)


def open_phases(today: date, first: date, survey: Survey | None) -> list[dict]:
    """From the survey that is open on `today` to what follows the meeting, which begins on `first`."""

    def later(days: int) -> date:
        return first + timedelta(days=days)

    return [
        {
            "kind": Phase.Kind.SURVEY,
            "starts": survey.opens.date() if survey else today - timedelta(days=14),
            "ends": survey.closes.date() if survey else today + timedelta(days=10),
            "survey": survey,
        },
        {"kind": Phase.Kind.DIALOGUE, "starts": first, "ends": later(1)},
        {"kind": Phase.Kind.REPORT, "starts": later(30), "ends": later(75)},
        {"kind": Phase.Kind.DISSEMINATION, "starts": later(76), "ends": later(120)},
    ]


def said(**fields: dict[str, str]) -> dict[str, str]:
    """{"title": {"en": …}} as columns: {"title_en": …}."""
    return {
        f"{field}_{language.replace('-', '_')}": text
        for field, by_language in fields.items()
        for language, text in by_language.items()
    }


def moment(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)


def next_tuesday(day: date) -> date:
    return day + timedelta(days=(1 - day.weekday()) % 7)


def two_days(first: date, second: date, themes, sub_topics, hosts: dict) -> list[dict]:
    """The programme of both consultations: the order of 2021, from 13:00 to 15:00."""
    kinds = AgendaItem.Kind
    talks = [{"kind": kinds.SUB_TOPIC, "sub_topic": said(**topic)} for topic in sub_topics]
    hours = {"starts": time(13), "ends": time(15)}
    sure = {"speakers_confirmed": hosts is texts.HOSTS}
    opening = {"kind": kinds.OPENING, "minutes": 15, **sure, **said(title=texts.OPENING, speakers=hosts)}
    findings = {
        "kind": kinds.PRESENTATION,
        "minutes": 20,
        **said(title=texts.FINDINGS, speakers=texts.UPR_INFO),
    }
    welcome = {"kind": kinds.OPENING, "minutes": 10, **said(title=texts.WELCOME, speakers=texts.UPR_INFO)}
    closing = {"kind": kinds.CLOSING, "minutes": 15, **sure, **said(title=texts.CLOSING, speakers=hosts)}
    return [
        {"date": first, **hours, **said(theme=themes[0]), "items": [opening, findings, *talks[:2]]},
        {"date": second, **hours, **said(theme=themes[1]), "items": [welcome, *talks[2:], closing]},
    ]


def with_a_draw(days: list[dict]) -> list[dict]:
    """The same days, the seats of the last sub-topic being drawn with a balance of regions."""
    talks = [item["sub_topic"] for day in days for item in day["items"] if "sub_topic" in item]
    talks[-1] |= {"allocation_rule": SubTopic.AllocationRule.DRAW, "balances_region": True}
    return days


def fill(event: Event, crowds: list[int], *, by: User, first_day: date) -> None:
    """Register generated people and let each ask in one sub-topic: so many for each, in their order."""
    regions = cycle(RegionalGroup.objects.order_by("code"))
    sub_topics = SubTopic.objects.filter(event=event).order_by("item__day__date", "item__position")
    wanted = [sub_topic for sub_topic, size in zip(sub_topics, crowds, strict=True) for _ in range(size)]
    for number, (sub_topic, region) in enumerate(zip(wanted, regions, strict=False)):
        at = moment(first_day) + timedelta(hours=5 * number + 1)
        registration = register(event, at=at, by=by, is_generated=True, **person(number, event))
        naming = NAMINGS[number % len(NAMINGS)]
        ask_to_speak(
            registration,
            sub_topic,
            language=LANGUAGES[number % len(LANGUAGES)],
            by=by,
            at=at,
            groups={"draw_region": region} if sub_topic.is_drawn and number % 5 else None,
            public_name=naming,
            region=region if naming == Registration.PublicName.REPRESENTATIVE else None,
            consents_to_listing=number % 5 != 4,
        )


def person(number: int, event: Event) -> dict:
    """Somebody who does not exist: the same for the same number and event."""
    initial = INITIALS[(number * 7 + event.pk) % len(INITIALS)]
    modes = [Registration.Mode.ONLINE, Registration.Mode.PHONE]
    is_under_18 = event.takes_children and number == CHILD
    if event.mode == Event.Mode.HYBRID:
        modes.insert(0, Registration.Mode.ROOM)
    return {
        "name": f"{GIVEN_NAMES[number % len(GIVEN_NAMES)]} {initial}.",
        "email": f"speaker-{event.pk}-{number}@example.org",
        "language": "en",
        "organisation_name": f"{CAUSES[number % len(CAUSES)]} {BODIES[number % len(BODIES)]}",
        "stakeholder_kind": KINDS[number % len(KINDS)],
        "mode": modes[number % len(modes)],
        "access_needs": "Live captions, please." if number % 9 == 4 else "",
        "is_under_18": is_under_18,
        "accompanying_adult": "Ines T." if is_under_18 else "",
        "adult_contact": "+41 22 555 01 25" if is_under_18 else "",
    }
