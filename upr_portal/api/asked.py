"""What every operation may be asked: a language, and a page of a list."""

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Schema

PAGE_SIZE, LARGEST_PAGE = 25, 100
LARGEST_WHOLE_NUMBER = 2**53 - 1  # that every reader of JSON keeps exactly

Language = Literal[*dict(settings.LANGUAGES)]


def parameter(default: Any, description: str, example: Any, **rules: Any) -> Any:
    # OpenAPI has one `example` for a parameter, where a JSON schema has `examples`.
    return Field(default, description=description, json_schema_extra={"example": example}, **rules)


class InLanguage(Schema):
    language: Language = parameter("en", "Of names, and of texts where there is one in it.", "fr")


class Paged(Schema):
    limit: int = parameter(PAGE_SIZE, "How many on a page.", 25, ge=1, le=LARGEST_PAGE)
    offset: int = parameter(0, "How many to leave out before.", 0, ge=0, le=LARGEST_WHOLE_NUMBER)


def page_at(request: HttpRequest, offset: int) -> str:
    """The address of the page that begins there."""
    query = request.GET.copy()
    query["offset"] = str(offset)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"
