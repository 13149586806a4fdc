"""The conditions of XLSForm and LimeSurvey, read by one small grammar into trees of `surveys.conditions`.

    either      = every { ("or" | "||") every }
    every       = one { ("and" | "&&") one }
    one         = "!" one | "not" "(" either ")" | "(" either ")" | comparison
    comparison  = operand [ ("=" | "==" | "!=" | ">" | ">=") operand ]
    operand     = name | text | number | function "(" [ operand { "," operand } ] ")"

A name is ${name} or a bare name with LimeSurvey's endings (Q1.NAOK). What a condition of the portal cannot
say – sizes of numbers, parts of texts, sums – raises NotMapped.
"""

import re
from dataclasses import dataclass

TOKENS = re.compile(
    r"""\s*(?:
      (?P<name>\$\{\s*[^}\s]+\s*\}) | (?P<text>'[^']*'|"[^"]*") | (?P<number>\d+(?:\.\d+)?)
    | (?P<sign>\|\||&&|==|!=|<=|>=|[=<>!(),]) | (?P<word>[A-Za-z_][\w.:-]*) | (?P<self>\.)
    )""",
    re.VERBOSE,
)
ENDINGS = re.compile(r"\.(NAOK|shown|value|code|valueNAOK)$")
DEEPEST = 40
LENGTHS = {"strlen", "string-length", "count-selected"}
AT_LEAST_ONE = {(">", "0"), ("!=", "0"), (">=", "1")}


class NotMapped(Exception):
    """The portal's conditions cannot say this."""


@dataclass(frozen=True)
class Name:
    """Of a question."""

    name: str


@dataclass(frozen=True)
class Length:
    """How much was answered."""

    name: str


Operand = Name | Length | str | dict


def read_condition(text: str) -> dict | bool:
    """The tree, or True or False where the expression always or never holds. Raises NotMapped."""
    parser = Parser(tokens(text))
    tree = parser.either()
    if parser.rest:
        raise NotMapped(text)
    return tree


def tokens(text: str) -> list[tuple[str, str]]:
    found, place, text = [], 0, text.strip()
    while place < len(text):
        match = TOKENS.match(text, place)
        if match is None:
            raise NotMapped(text)
        kind = match.lastgroup or ""
        value = match[kind]
        lowered = value.lower()
        if kind == "word" and lowered in {"and", "or", "&&", "||"}:
            kind, value = "sign", lowered
        found.append((kind, {"&&": "and", "||": "or"}.get(value, value)))
        place = match.end()
    return found


def denied(tree: dict | bool) -> dict | bool:
    """That the tree does not hold, as short as can be."""
    if isinstance(tree, bool):
        return not tree
    if "not" in tree:
        return tree["not"]
    if "answered" in tree:
        return tree | {"answered": not tree["answered"]}
    return {"not": tree}


def joint(word: str, parts: list[dict | bool]) -> dict | bool:
    """The parts joined by "all" or "any"; what holds always or never is worked out."""
    decisive = word == "any"
    if decisive in [part for part in parts if isinstance(part, bool)]:
        return decisive
    trees = [part for part in parts if not isinstance(part, bool)]
    if not trees:
        return not decisive
    return trees[0] if len(trees) == 1 else {word: trees}


class Parser:
    """Reads the tokens from the left; `rest` is what is still to be read."""

    def __init__(self, found: list[tuple[str, str]]):
        self.rest = found
        self.depth = 0

    def next_is(self, *values: str) -> bool:
        return bool(self.rest) and self.rest[0][0] == "sign" and self.rest[0][1] in values

    def take(self, *values: str) -> bool:
        if not self.next_is(*values):
            return False
        self.rest = self.rest[1:]
        return True

    def want(self, value: str) -> None:
        if not self.take(value):
            raise NotMapped(value)

    def either(self) -> dict | bool:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotMapped("deeper than anybody writes")
        parts = [self.every()]
        while self.take("or"):
            parts.append(self.every())
        self.depth -= 1
        return joint("any", parts)

    def every(self) -> dict | bool:
        parts = [self.one()]
        while self.take("and"):
            parts.append(self.one())
        return joint("all", parts)

    def one(self) -> dict | bool:
        negations = 0
        while self.take("!"):
            negations += 1
            if negations > DEEPEST:
                raise NotMapped("!")
        if self.take("("):
            tree = self.either()
            self.want(")")
        else:
            tree = self.comparison()
        return denied(tree) if negations % 2 else tree

    def comparison(self) -> dict | bool:
        left = self.operand()
        for sign in ("=", "==", "!=", ">", ">=", "<", "<="):
            if self.take(sign):
                return compared(left, "=" if sign == "==" else sign, self.operand())
        if isinstance(left, dict | bool):
            return left
        if left == "1":
            return True
        raise NotMapped("a value by itself")

    def operand(self) -> Operand | bool:
        kind, value = self.rest[0] if self.rest else ("", "")
        self.rest = self.rest[1:]
        if kind == "name":
            return Name(value[2:-1].strip())
        if kind == "text":
            return value[1:-1]
        if kind == "number":
            return value
        if kind != "word":
            raise NotMapped(value)
        if self.take("("):
            return self.function(value.lower())
        if value.lower() in {"true", "false"}:
            return value.lower() == "true"
        return Name(ENDINGS.sub("", value))

    def function(self, name: str) -> Operand | bool:
        if name == "not":
            tree = self.either()
            self.want(")")
            return denied(tree)
        given = []
        while not self.take(")"):
            given.append(self.operand())
            if not self.next_is(")"):
                self.want(",")
        return called(name, given)


def called(name: str, given: list) -> Operand | bool:
    """What a function says of what it was given."""
    match name, given:
        case "selected", [Name(question), str(choice)]:
            return {"question": question, "includes": choice}
        case "is_empty", [Name(question)]:
            return {"question": question, "answered": False}
        case (("true" | "false"), []):
            return name == "true"
        case _, [Name(question)] if name in LENGTHS:
            return Length(question)
    raise NotMapped(name)


def compared(left: Operand | bool, sign: str, right: Operand | bool) -> dict:
    if isinstance(left, str) and isinstance(right, Name) and sign in {"=", "!="}:
        left, right = right, left
    match left, right:
        case Length(question), str(size) if (sign, size) in AT_LEAST_ONE:
            return {"question": question, "answered": True}
        case Name(question), "" if sign in {"=", "!="}:
            return {"question": question, "answered": sign == "!="}
        case Name(question), str(choice) if sign in {"=", "!="}:
            tree = {"question": question, "equals": choice}
            return tree if sign == "=" else {"not": tree}
    raise NotMapped(sign)


LIMIT = re.compile(r"(?:\.|self)\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)")
AND = re.compile(r"\s+and\s+|\s*&&\s*", re.IGNORECASE)
CHOSEN = re.compile(r"count-selected\(\s*\.\s*\)\s*(<=|<)\s*(\d+)")


def read_limits(text: str) -> dict[str, float] | None:
    """{"least": 18, "most": 120} of ". >= 18 and . <= 120"; None where it says anything else."""
    found: dict[str, float] = {}
    for part in AND.split(text.strip().removeprefix("(").removesuffix(")")):
        match = LIMIT.fullmatch(part.strip())
        if match is None:
            return None
        found["least" if match[1] == ">=" else "most"] = float(match[2])
    return found


def read_most_chosen(text: str) -> float | None:
    """How many choices a constraint allows, if that is all it says."""
    match = CHOSEN.fullmatch(text.strip())
    if match is None:
        return None
    return float(match[2]) - (match[1] == "<")
