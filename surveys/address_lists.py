"""Lists of addresses as moderators have them: a table with or without headings, or bare addresses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Organisation
from accounts.names import plain_name
from recommendations.documents.tables import Line
from upr_portal.languages import OWN_NAMES

ORDER = ("organisation", "kind", "email", "language")  # of four columns without headings
# What the columns are called, in the languages that lists come in; compared without case and marks.
HEADINGS = {
    "organisation": "organisation organization organización organizacion organisme organismo name nom nombre "
    "المنظمة الاسم организация название 组织 机构 名称",
    "kind": "kind type category catégorie categorie categoría categoria tipo genre "
    "النوع الفئة тип вид 类型 类别",
    "email": "address e-mail email mail adresse courriel courrier correo dirección direccion mél "
    "البريد العنوان почта адрес 邮箱 电子邮件",
    "language": "language langue idioma lengua lang اللغة язык 语言",
}


@dataclass(frozen=True)
class Address:
    """One row that can be invited."""

    line: int
    email: str
    organisation: str = ""
    kind: str = ""
    language: str = ""

    @property
    def kind_in_words(self) -> str:
        return str(dict(Organisation.Kind.choices).get(self.kind, ""))

    @property
    def own_name(self) -> str:
        """The language, as it calls itself."""
        return OWN_NAMES[self.language]


@dataclass(frozen=True)
class BadRow:
    """A row that cannot: its line, its cells as they stand, and why in a sentence."""

    line: int
    quoted: str
    why: str


@dataclass
class AddressList:
    """What was read of a list; `doubled` are rows whose address stands in an earlier one."""

    addresses: list[Address] = field(default_factory=list)
    doubled: list[Address] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


def rows_left_out(
    found: AddressList, *, known: Iterable[Address], stopped: Iterable[Address]
) -> list[BadRow]:
    """All rows of a list that are not entered, in its order, each with its reason."""
    reasons = (
        (found.doubled, _("This address stands in an earlier row.")),
        (known, _("This address is invited already.")),
        (stopped, _("This person asked for no letters.")),
    )
    rows = [BadRow(one.line, one.email, why) for addresses, why in reasons for one in addresses]
    return sorted([*found.bad, *rows], key=lambda row: row.line)


class NotUsable(Exception):
    """Why a row cannot be used, as a sentence."""


def read_addresses(lines: list[Line], *, language: str) -> AddressList:
    """The rows of a table as `read_table` gives it (at least one); `language` where a row names none."""
    columns = headings_of(lines[0])
    rows = lines[1:] if columns else lines
    found, seen = AddressList(), set()
    for line, cells in named_cells(rows, columns or guessed_columns(rows)):
        try:
            address = address_of(line, cells, language)
        except NotUsable as error:
            quoted = " · ".join(cell for cell in line.cells if cell)
            found.bad.append(BadRow(line.number, quoted[:300], str(error)))
            continue
        known = address.email.lower() in seen
        (found.doubled if known else found.addresses).append(address)
        seen.add(address.email.lower())
    return found


def headings_of(line: Line) -> dict[int, str]:
    """{column: name} where the line is one of headings: it names the addresses and holds none."""
    if any("@" in cell for cell in line.cells):
        return {}
    found: dict[int, str] = {}
    for place, cell in enumerate(line.cells):
        words = {cell.lower(), *cell.lower().replace(":", " ").split()}
        # "E-mail address of the organisation" is an address: the more telling names come first.
        for name in ("email", "language", "kind", "organisation"):
            if name not in found.values() and words & set(HEADINGS[name].split()):
                found[place] = name
                break
    return found if "email" in found.values() else {}


def guessed_columns(lines: list[Line]) -> dict[int, str]:
    """Where there are no headings: the usual order, or what the cells look like."""
    width = max((len(line.cells) for line in lines), default=0)
    columns = [[line.cells[place] for line in lines if place < len(line.cells)] for place in range(width)]
    if width == len(ORDER) and any("@" in cell for cell in columns[ORDER.index("email")]):
        return dict(enumerate(ORDER))
    found: dict[int, str] = {}
    for place, cells in enumerate(columns):
        for name in ("email", "language", "kind", "organisation"):
            if name not in found.values() and looks_like(name, [cell for cell in cells if cell]):
                found[place] = name
                break
    return found


def looks_like(name: str, cells: list[str]) -> bool:
    match name:
        case "email":
            return any("@" in cell for cell in cells)
        case "language":
            return bool(cells) and all(cell.lower() in languages() for cell in cells)
        case "kind":
            return bool(cells) and all(cell.lower() in kinds() for cell in cells)
    return bool(cells)


def named_cells(lines: list[Line], columns: dict[int, str]) -> Iterator[tuple[Line, dict[str, str]]]:
    """Each row as {name: cell}; bare addresses are a row each, wherever they stand in their line."""
    for line in lines:
        given = [cell for cell in line.cells if cell]
        if given and all("@" in cell for cell in given):
            yield from ((Line(line.number, [cell]), {"email": cell}) for cell in given)
            continue
        yield line, {name: line.cells[place] for place, name in columns.items() if place < len(line.cells)}


def address_of(line: Line, cells: dict[str, str], language: str) -> Address:
    """A row that can be used; NotUsable says why not."""
    name, email = parseaddr(cells.get("email", "").removeprefix("mailto:"))
    try:
        validate_email(email)
    except ValidationError as error:
        raise NotUsable(
            _("There is no address in this row.") if not cells.get("email") else _("This is not an address.")
        ) from error
    kind, tongue = cells.get("kind", ""), cells.get("language", "")
    if kind and kind.lower() not in kinds():
        raise NotUsable(_("The kind “%(kind)s” is not known.") % {"kind": kind[:60]})
    if tongue and tongue.lower() not in languages():
        raise NotUsable(_("The language “%(language)s” is not one of the six.") % {"language": tongue[:60]})
    return Address(
        line=line.number,
        email=email,
        organisation=plain_name(cells.get("organisation") or name),
        kind=kinds().get(kind.lower(), ""),
        language=languages().get(tongue.lower(), language),
    )


@cache
def kinds() -> dict[str, str]:
    """{how it may be written: kind}: its code, and its name in each language."""
    found = {value: value for value in Organisation.Kind.values}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {str(label).lower(): value for value, label in Organisation.Kind.choices}
    return found


@cache
def languages() -> dict[str, str]:
    """{how it may be written: language}: its code, its own name, its name in each language."""
    found = {code: code for code in OWN_NAMES} | {name.lower(): code for code, name in OWN_NAMES.items()}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {str(name).lower(): code for code, name in settings.LANGUAGES}
    return found | {"zh": "zh-hans"}
