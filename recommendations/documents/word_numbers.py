"""The numbers that Word prints before paragraphs and does not write into their text.

A paragraph names a list and a level (or its style does); the list has a pattern for each level ("%1.%2")
and where it starts; a number restarts when a level above it goes on. See ECMA-376, part 1, 17.9.
"""

from dataclasses import dataclass, field

from docx.oxml.ns import qn

LEVELS = 9
LONGEST_PATTERN = 60
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROMAN = [
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
]
HIGHEST = 3999  # of roman numbers; a letter repeated more often than this could say would fill memory


@dataclass(frozen=True)
class Level:
    """One level of a list: `restart` is the level after which it begins anew (0: never)."""

    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    is_legal: bool = False
    style: str = ""


@dataclass
class NumberedList:
    """A list that paragraphs name: where its definition stands, and what it changes in it."""

    definition: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class WordNumbers:
    """Counts the paragraphs of one document: ask for each in turn, `next_number(list, level, style)`."""

    def __init__(self, roots: list):
        """`roots` holds the root of numbering.xml; it is empty in a document without lists."""
        self.definitions: dict[str, dict[int, Level]] = {}
        self.lists: dict[str, NumberedList] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()
        for numbering in roots:
            self.read_definitions(numbering)
            self.read_lists(numbering)

    def read_definitions(self, numbering) -> None:
        linked, styled = {}, {}
        for element in numbering.findall(qn("w:abstractNum")):
            name = element.get(qn("w:abstractNumId"), "")
            self.definitions[name] = levels_of(element)
            if style := value_of(element, "w:numStyleLink"):
                linked[name] = style
            if style := value_of(element, "w:styleLink"):
                styled[style] = name
        for name, style in linked.items():  # the definition is that of a list style
            self.definitions[name] = self.definitions.get(styled.get(style, ""), {})

    def read_lists(self, numbering) -> None:
        for element in numbering.findall(qn("w:num")):
            found = NumberedList(value_of(element, "w:abstractNumId"))
            for override in element.findall(qn("w:lvlOverride")):
                place = whole_number(override.get(qn("w:ilvl")), 0)
                if (start := value_of(override, "w:startOverride")) != "":
                    found.starts[place] = whole_number(start, 1)
                found.levels |= levels_of(override)
            self.lists[element.get(qn("w:numId"), "")] = found

    def level_of_style(self, name: str, style: str) -> int:
        """The level which a list gives to the paragraphs of a style."""
        levels = self.levels(name)
        return next((place for place, level in levels.items() if style and level.style == style), 0)

    def levels(self, name: str) -> dict[int, Level]:
        found = self.lists.get(name)
        return self.definitions.get(found.definition, {}) | found.levels if found else {}

    def next_number(self, name: str, place: int) -> str:
        """The number of the next paragraph in a list at a level, as printed; "" for bullets and no list."""
        levels = self.levels(name)
        if place not in levels:
            return ""
        self.count(name, place, levels)
        level = levels[place]
        if level.format in ("bullet", "none"):
            return ""
        counts = self.counts[self.lists[name].definition]
        printed = level.pattern
        for above in range(min(place, LEVELS - 1) + 1):
            if f"%{above + 1}" in printed and above in levels:
                number = counts.get(above, self.lists[name].starts.get(above, levels[above].start))
                form = "decimal" if level.is_legal else levels[above].format
                printed = printed.replace(f"%{above + 1}", in_form(number, form))
        return printed.strip()

    def count(self, name: str, place: int, levels: dict[int, Level]) -> None:
        """Lists with one definition go on counting together, but for one that says where it starts."""
        counts = self.counts.setdefault(self.lists[name].definition, {})
        begins = place in self.lists[name].starts and (name, place) not in self.begun
        if begins:
            counts[place] = self.lists[name].starts[place]
            self.begun.add((name, place))
        else:
            counts[place] = counts[place] + 1 if place in counts else levels[place].start
        for below in [lower for lower in counts if lower > place]:
            restart = levels[below].restart if below in levels else None
            if restart is None or place < restart:
                del counts[below]


def levels_of(element) -> dict[int, Level]:
    found = {}
    for level in element.findall(qn("w:lvl")):
        restart = value_of(level, "w:lvlRestart")
        legal = level.find(qn("w:isLgl"))
        found[whole_number(level.get(qn("w:ilvl")), 0)] = Level(
            start=whole_number(value_of(level, "w:start"), 0),
            format=value_of(level, "w:numFmt") or "decimal",
            pattern=value_of(level, "w:lvlText")[:LONGEST_PATTERN],
            restart=whole_number(restart, 0) if restart else None,
            is_legal=legal is not None and legal.get(qn("w:val"), "1") not in ("0", "false", "off"),
            style=value_of(level, "w:pStyle"),
        )
    return found


def value_of(element, name: str) -> str:
    found = element.find(qn(name))
    return "" if found is None else found.get(qn("w:val"), "")


def whole_number(text: str | None, otherwise: int) -> int:
    """Word writes whole numbers; anything else is a damaged file."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def in_form(number: int, form: str) -> str:
    """A number as Word prints it in one of its forms; forms of scripts we do not print are digits."""
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("lowerRoman", "upperRoman") and 0 < number <= HIGHEST:
        return roman(number) if form == "lowerRoman" else roman(number).upper()
    if form in ("lowerLetter", "upperLetter") and 0 < number <= HIGHEST:
        letters = LETTERS[(number - 1) % 26] * ((number - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    return str(number)


def roman(number: int) -> str:
    letters = ""
    for value, letter in ROMAN:
        letters += letter * (number // value)
        number %= value
    return letters
