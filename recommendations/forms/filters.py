"""The filters of the list, as an address spells them."""

from collections.abc import Callable, Mapping
from urllib.parse import quote_plus, urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from recommendations.models.search import is_searchable
from recommendations.names import Name

LONGEST_SEARCH = 200
WORDS = _("Words in the text, in any language")
LABELS = {
    "state": _("State under review"),
    "recommender": _("Recommending State"),
    "position": _("Position"),
    "issue": _("Theme or issue"),
    "cycle": _("Cycle"),
    "session": _("Session"),
    "action": _("Action category"),
    "group": _("Regional group of the recommending State"),
    "organisation": _("Organisation of the recommending State"),
    "persons": _("Group of persons"),
    "goal": _("Sustainable Development Goal"),
    "state_group": _("Regional group of the State under review"),
    "state_organisation": _("Organisation of the State under review"),
}
SORTS = {
    "relevance": _("Best answers first"),
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "state": _("By State"),
    "number": _("By number"),
}


class RecommendationFilter:
    """What an address asks for. What is not understood narrows nothing, and `ignored` names it.

    `chosen` has the values of each filter in use; several values of one filter mean any of them.
    """

    def __init__(self, data: QueryDict, names: Mapping[str, Mapping[str, Name]]):
        self.names = names
        self.chosen: dict[str, list[str]] = {}
        self.ignored: list[str] = []
        self.words = self._words(data.get("q", ""))
        self.sort = self._sort(data.get("sort", ""))
        for name, label in LABELS.items():
            given = dict.fromkeys(value for value in data.getlist(name) if value)
            known = [value for value in given if value in names[name]]
            if known:
                self.chosen[name] = known
            if len(known) < len(given):
                self.ignored.append(str(label))

    def _words(self, given: str) -> str:
        words = given.strip()
        if words and ("\x00" in words or len(words) > LONGEST_SEARCH or not is_searchable(words)):
            self.ignored.append(str(WORDS))
            return ""
        return words

    def _sort(self, given: str) -> str:
        """The order asked for; best answers first where there are words to answer, else the newest."""
        usual = "relevance" if self.words else "newest"
        if given and given not in SORTS:
            self.ignored.append(str(_("Order")))
        return given if given in SORTS and (self.words or given != "relevance") else usual

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.chosen)

    def pairs(self, *, without: str = "", **instead: str) -> list[tuple[str, str]]:
        """The address's parameters that were understood, in one fixed order, some left out or replaced."""
        pairs = [("q", self.words)] if self.words and without != "q" else []
        for name, values in self.chosen.items():
            if name != without:
                pairs += [(name, value) for value in values]
        usual = "relevance" if self.words else "newest"
        sort = instead.get("sort", self.sort)
        if sort != usual and (sort != "relevance" or without != "q"):
            pairs.append(("sort", sort))
        return pairs

    def address(self, *, without: str = "", **instead: str) -> str:
        """ "?q=water&state=MAR", or "" where nothing is chosen."""
        query = urlencode(self.pairs(without=without, **instead))
        return f"?{query}" if query else ""

    def toggling(self, name: str) -> Callable[[str], str]:
        """value → the address with this value of a filter added, or taken out where it is chosen."""
        others, chosen = self.pairs(without=name), self.chosen.get(name, [])
        query = urlencode(others + [(name, value) for value in chosen])
        beginning = f"?{query}&{name}=" if query else f"?{name}="

        def address(value: str) -> str:
            if value not in chosen:
                return beginning + quote_plus(value)
            return f"?{urlencode(others + [(name, one) for one in chosen if one != value])}"

        return address

    def toggled(self, name: str, value: str) -> str:
        return self.toggling(name)(value)
