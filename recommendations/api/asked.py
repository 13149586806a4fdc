"""What a program may ask: the parameters of the list, checked."""

from typing import Annotated, Literal

from django.http import QueryDict
from ninja import Field

from recommendations.api.schemas import OfficialPosition
from recommendations.catalogue import catalogue
from recommendations.forms.filters import LABELS, LONGEST_SEARCH, SORTS, RecommendationFilter
from recommendations.models import ActionCategory
from recommendations.results import Found
from upr_portal.api.asked import InLanguage, Paged, parameter


class Asked(InLanguage):
    """Several values of one filter mean any of them; several filters mean all of them."""

    q: str = parameter("", "Words in the text, in any language.", "water", max_length=LONGEST_SEARCH)
    state: list[str] = parameter([], "States under review, by ISO code of three letters.", ["SVN"])
    recommender: list[str] = parameter([], "Recommending States, by ISO code.", ["CHL", "FRA"])
    position: list[OfficialPosition] = parameter([], "Official answers.", ["supported"])
    issue: list[str] = parameter([], "Themes or issues, as filters/issue/ names them.", ["environment"])
    cycle: list[int] = parameter([], "Cycles of the UPR.", [4])
    session: list[int] = parameter([], "Sessions of the UPR Working Group.", [50])
    action: list[Literal[*ActionCategory.values]] = parameter([], "Action categories.", ["5"])
    group: list[str] = parameter([], "Regional groups of the recommending States.", ["GRULAC"])
    organisation: list[str] = parameter([], "Organisations of the recommending States.", ["EU"])
    persons: list[str] = parameter([], "Groups of persons, as filters/persons/ names them.", ["children"])
    goal: list[Annotated[int, Field(ge=1, le=17)]] = parameter([], "Sustainable Development Goals.", [13])
    state_group: list[str] = parameter([], "Regional groups of the States under review.", ["WEOG"])
    state_organisation: list[str] = parameter([], "Organisations of the States under review.", ["EU"])
    sort: Literal[*SORTS] = parameter(
        "relevance", "The order; relevance without words means newest.", "newest"
    )

    def found(self) -> Found:
        """What the list finds at the same address; `language` must be the active one."""
        data = QueryDict(mutable=True)
        data.update({"q": self.q, "sort": self.sort})
        for name in LABELS:
            data.setlist(name, self.values(name))
        kept = catalogue()
        return Found(RecommendationFilter(data, kept.names_in(self.language)), self.language, kept)

    def values(self, name: str) -> list[str]:
        """The values given for a filter, as the address has them; each once, without empty ones."""
        return list(dict.fromkeys(str(value) for value in getattr(self, name) if value != ""))

    def ignored(self, found: Found) -> list[str]:
        """The parameters with a value that is not known."""
        unknown = [name for name in LABELS if self.values(name) != found.asked.chosen.get(name, [])]
        return ["q"] * bool(self.q.strip() and not found.asked.words) + unknown


class AskedPage(Asked, Paged):
    """One page of what is found."""
