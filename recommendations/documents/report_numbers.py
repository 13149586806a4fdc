"""Numbers of a list: those that are missing or stand twice, and letters for texts that share one."""

from django.utils.translation import gettext as _

from recommendations.documents.readings import ReadRow


def number_problems(numbers: list[str]) -> list[str]:
    """Sentences that name the numbers missing between others of one list, and those that stand twice.

    A list that begins late and has more gaps than numbers is an extract: its gaps are not named.
    """
    counted = [number.rpartition(".") for number in numbers if number.rpartition(".")[2].isdigit()]
    if not counted:
        return []
    head = f"{counted[0][0]}." if counted[0][0] else ""
    places = [int(place) for _head, _point, place in counted]
    missing = [place for place in range(1, max(places)) if place not in places]
    twice = sorted({place for place in places if places.count(place) > 1})
    problems = []
    if missing and (places[0] == 1 or len(missing) < len(places)):
        problems.append(_("Numbers are missing: %(numbers)s.") % {"numbers": printed(head, missing)})
    if twice:
        problems.append(_("Numbers stand twice: %(numbers)s.") % {"numbers": printed(head, twice)})
    return problems


def printed(head: str, places: list[int]) -> str:
    return ", ".join(f"{head}{place}" for place in places)


def tell_parts_apart(rows: list[ReadRow]) -> None:
    """Gives letters to rows that share a number, also where the document has the number twice."""
    together: dict[str, list[ReadRow]] = {}
    for row in rows:
        together.setdefault(row.number, []).append(row)
    for number, same in together.items():
        if number and len(same) > 1:
            for place, row in enumerate(same):
                row.part = letters(place)


def letters(place: int) -> str:
    """ "a" for the first part, "b" for the second, "aa" for the 27th."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("a") + rest) + name
    return name
