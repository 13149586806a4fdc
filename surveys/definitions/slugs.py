"""Names in the addresses of surveys."""

from django.utils.text import slugify

from surveys.models import Survey

LONGEST = Survey._meta.get_field("slug").max_length
# Words that stand in the same place of an address (surveys.urls).
NOT_A_SLUG = {"import"}


def free_slug(title: dict[str, str]) -> str:
    """A name for a survey of this title that no other has."""
    name = next(filter(None, map(slugify, title.values())), "survey")[: LONGEST - 4].strip("-_")
    taken = set(Survey.objects.filter(slug__startswith=name).values_list("slug", flat=True)) | NOT_A_SLUG
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(slug for slug in numbered if slug not in taken)
