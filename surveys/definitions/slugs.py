"""Names in the addresses of surveys."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from surveys.models import Survey

LONGEST = Survey._meta.get_field("slug").max_length
# Words that stand in the same place of an address (surveys.urls).
NOT_A_SLUG = {"desk", "import"}


def is_no_word_of_ours(slug: str) -> None:
    """ValidationError for a name whose address leads elsewhere."""
    if slug in NOT_A_SLUG:
        raise ValidationError(_("This name is not free. Choose another one."))


def free_slug(title: dict[str, str]) -> str:
    """A name for a survey of this title that no other has."""
    name = next(filter(None, map(slugify, title.values())), "survey")[: LONGEST - 4].strip("-_")
    taken = set(Survey.objects.filter(slug__startswith=name).values_list("slug", flat=True)) | NOT_A_SLUG
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(slug for slug in numbered if slug not in taken)
