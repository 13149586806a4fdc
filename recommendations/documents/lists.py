"""What readers check a document against: spellings of States, lead-ins and sessions, loaded once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from recommendations.models import LeadIn
from reference.models import NOT_RECORDED, PersonsGroup, Spellings, State, Theme, UprSession, normalise

UNNAMED = "(Unknown)"  # how UPR Info spells a State that the source does not name


@dataclass(frozen=True)
class LeadInWording:
    """A row of our list of lead-ins, see `recommendations.models.LeadIn`."""

    language: str
    wording: str
    meaning: str


@dataclass
class Lists:
    """Our lists, taken by every reader, so that readers can be tested without a database.

    `states` maps spellings as documents have them to ISO codes; `sessions` the number of each UPR session
    to that of the session of the Human Rights Council which adopts its outcomes (None: not known). `themes`
    and `persons` are the terms of all vocabularies as documents print them, themes with and without codes.
    """

    states: Mapping[str, str] = field(default_factory=dict)
    lead_ins: Iterable[LeadInWording] = ()
    sessions: Mapping[int, int | None] = field(default_factory=dict)
    themes: Collection[str] = ()
    persons: Collection[str] = ()

    def __post_init__(self):
        self.states = Spellings({normalise(spelling): iso3 for spelling, iso3 in self.states.items()})
        self.lead_ins = list(self.lead_ins)
        self.themes = {normalise(theme) for theme in self.themes}
        self.persons = {normalise(persons) for persons in self.persons}

    @classmethod
    def load(cls) -> "Lists":
        """The lists as the database has them now: six queries."""
        themes = Theme.objects.values_list("code", "name_en")
        states = State.objects.recorded().by_spelling()
        return cls(
            states={spelling: state.iso3 for spelling, state in states.items()},
            lead_ins=[
                LeadInWording(*row) for row in LeadIn.objects.values_list("language", "wording", "meaning")
            ],
            sessions=dict(UprSession.objects.values_list("number", "adopting_session")),
            themes={name for code, label in themes for name in (label or "", f"{code} {label}")},
            persons=[name or "" for name in PersonsGroup.objects.values_list("name_en", flat=True)],
        )

    def iso3(self, spelling: str) -> str | None:
        """The code of the State that a document calls so, or None where it is in no list; never a guess.

        Brackets inside a name are part of it: "Iran (Islamic Republic of)".
        """
        found = self.states.get(spelling)
        return None if found == NOT_RECORDED else found

    def knows_theme(self, name: str) -> bool:
        """Whether a theme is in a vocabulary of ours; "&" and "and" are one word."""
        return normalise(name) in self.themes or normalise(name.replace("&", " and ")) in self.themes

    def knows_persons(self, name: str) -> bool:
        return normalise(name) in self.persons

    def wordings(self, language: str) -> list[LeadInWording]:
        """The lead-ins of a language, the longest first: the longest one that fits counts."""
        ours = [lead_in for lead_in in self.lead_ins if lead_in.language == language]
        return sorted(ours, key=lambda lead_in: len(lead_in.wording), reverse=True)
