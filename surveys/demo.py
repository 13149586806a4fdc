"""Two generated surveys, made through actions: the one of June 2021, closed, and one that is open now.

The closed one gives, when counted, the figures that the outcome report of 2021 published: 123 responses,
over half of them from national NGOs, and 79 % for keeping some or all of the measures of the pandemic.
Everything else is made up. The same content comes out each time; keys are random, as always.
"""

import base64
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from nacl.public import PrivateKey

from accounts.models import User
from reference.models import State
from surveys.actions import add_safeguarding_key, close_survey, create_survey, open_survey, receive_answers
from surveys.demo_texts import COMMENTS, TEXTS
from surveys.models import SafeguardingKey, Survey

GENEVA = ZoneInfo("Europe/Zurich")
ASKED_BY = "UPR Info"
CONTACT = "UPR Info, example@example.org"
OF_2021 = {
    "language": {"en": 71, "fr": 30, "es": 22},
    "Q1": {"national-ngo": 66, "international-ngo": 22, "nhri": 12, "academia": 9, "un": 7, "parliament": 7},
    "Q4": {"yes": 104, "no": 14, "declined": 5},
    "Q13": {"fully": 29, "mostly": 47, "partly": 27, "hardly": 13, "not-at-all": 7},
    "Q16": {"all": 41, "some": 56, "none": 17, "no-view": 9},
    "Q17": {"much-easier": 38, "easier": 41, "same": 24, "harder": 12, "much-harder": 8},
    "Q19": {"yes": 9, "no": 96, "declined": 18},
    "region": {"AFRICA": 41, "ASIA": 27, "GRULAC": 24, "WEOG": 18, "EEG": 13},
}
OPEN_NOW = {
    "language": {"en": 13, "fr": 7, "es": 6, "ar": 5},
    "Q1": {"national-ngo": 17, "international-ngo": 7, "nhri": 7},
    "Q4": {"yes": 24, "no": 7},
    "Q13": {"fully": 6, "mostly": 13, "partly": 7, "hardly": 5},
    "Q16": {"all": 12, "some": 13, "none": 6},
    "Q17": {"much-easier": 12, "easier": 10, "same": 9},
    "Q19": {"no": 25, "declined": 6},
    "region": {"AFRICA": 10, "ASIA": 7, "GRULAC": 7, "WEOG": 7},
}
SEVERAL = {  # how many of a hundred people choose each
    "Q2": {
        "civil-political": 62,
        "economic-social": 57,
        "women": 44,
        "children": 33,
        "disability": 21,
        "minorities": 24,
        "lgbti": 15,
        "migrants": 19,
        "justice": 26,
        "environment": 17,
        "peace": 14,
        "defenders": 38,
    },
    "Q5": {
        "own-report": 41,
        "joint-report": 63,
        "national-consultation": 48,
        "met-missions": 39,
        "pre-session": 28,
        "statement": 22,
        "follow-up": 45,
        "mid-term": 18,
    },
    "Q10": {"index": 52, "matrix": 47, "letter": 24, "guidance": 39},
}


def seed_2021_survey(by: User) -> Survey:
    """The survey of June 2021, answered by 123 generated organisations, and closed."""
    survey = create_survey(
        "fourth_cycle_2021",
        slug="june-2021",
        opens=datetime(2021, 6, 1, 9, tzinfo=GENEVA),
        closes=datetime(2021, 6, 30, 18, tzinfo=GENEVA),
        by=by,
        asked_by=ASKED_BY,
        contact=CONTACT,
        is_generated=True,
        answers_may_be_quoted=True,
        languages=["en", "fr", "es"],  # as it was held; its questions can be read in Arabic, too
    )
    answer_all(survey, OF_2021, by=by, random=Random(2021), days=29)  # noqa: S311
    close_survey(survey, by=by)
    return survey


def seed_open_survey(by: User, today: date) -> Survey:
    """A survey that opened a fortnight ago and stays open for three weeks, with some generated answers."""
    morning = datetime.combine(today, time(9), tzinfo=GENEVA)
    survey = create_survey(
        "fourth_cycle_2021",
        slug="open-now",
        opens=morning - timedelta(days=14),
        closes=morning + timedelta(days=21),
        by=by,
        asked_by=ASKED_BY,
        contact=CONTACT,
        is_generated=True,
        title={
            "en": "Half-way through the fourth cycle: what must change?",
            "fr": "À mi-parcours du quatrième cycle : que faut-il changer ?",
            "es": "A mitad del cuarto ciclo: ¿qué debe cambiar?",
            "ar": "في منتصف الجولة الرابعة: ما الذي يجب أن يتغير؟",
        },
    )
    answer_all(survey, OPEN_NOW, by=by, random=Random(4), days=13)  # noqa: S311
    return survey


def answer_all(survey: Survey, plan: dict, *, by: User, random: Random, days: int) -> None:
    """Open the survey and answer it as often as the plan says, on days spread over its time."""
    need_a_safeguarding_key(by)
    open_survey(survey, by=by, at=survey.opens)
    columns = {name: dealt(counts, random) for name, counts in plan.items()}
    states = states_by_group()
    for number in range(len(columns["language"])):
        person = {name: column[number] for name, column in columns.items()}
        values = answers_of(person, states, random)
        if number % 3 == 0:
            values["Q20"] = {
                "name": f"Generated person {number + 1}",
                "organisation": f"Generated organisation {number + 1}",
                "email": f"person{number + 1}@example.org",
            }
        moment = survey.opens + timedelta(days=random.randrange(days), hours=1)
        receive_answers(survey, values=values, language=person["language"], at=moment)


def dealt(counts: dict[str, int], random: Random) -> list[str]:
    """Each code as often as it is counted, in a mixed order."""
    codes = [code for code, count in counts.items() for _ in range(count)]
    random.shuffle(codes)
    return codes


def need_a_safeguarding_key(by: User) -> None:
    """A key is needed to open the survey; nobody keeps the private half of this one."""
    if SafeguardingKey.objects.in_use().exists():
        return
    public = base64.b64encode(bytes(PrivateKey.generate().public_key)).decode()
    add_safeguarding_key("Example key: its private half was thrown away", public, by=by)


def states_by_group() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for iso3, group in State.objects.members().order_by("iso3").values_list("iso3", "regional_group__code"):
        groups.setdefault(group, []).append(iso3)
    return groups


def answers_of(person: dict[str, str], states: dict[str, list[str]], random: Random) -> dict[str, dict]:
    """The values of one sheet: planned codes, chosen ones, and some texts in the person's language."""
    planned = ("Q1", "Q4", "Q13", "Q16", "Q17", "Q19")
    values: dict[str, dict] = {code: {"choices": [person[code]]} for code in planned}
    for code, chances in SEVERAL.items():
        chosen = [choice for choice, chance in chances.items() if random.randrange(100) < chance]
        if chosen and (code != "Q5" or person["Q4"] == "yes"):
            values[code] = {"choices": chosen}
    if group := states.get(person["region"]):
        # Few choose from many: some States are named by enough people to be shown.
        values["Q3"] = {"choices": sorted(random.sample(group[:9], random.choice([1, 1, 1, 2, 3])))}
    for code, texts in TEXTS.items():
        if random.randrange(100) < 40:
            values[code] = {"text": random.choice(texts[person["language"]])}
    for code, texts in COMMENTS.items():
        if random.randrange(100) < 25:
            values[code]["comment"] = random.choice(texts[person["language"]])
    return values
