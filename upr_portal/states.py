"""Lives with drawn arrows: a step is taken only from where the row stood."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class WrongState(Exception):
    """The row is no longer in the state the step starts from, or the step does not exist."""


class Stateful(models.Model):
    """A row with a `state` field and its arrows in `MOVES` ({from: {to, …}})."""

    MOVES: ClassVar[dict[str, set[str]]] = {}

    class Meta:
        abstract = True

    def can_move_to(self, state: str) -> bool:
        return state in self.MOVES.get(self.state, set())

    def move_to(self, state: str, **changes: Any) -> None:
        """Take one step, with `changes` to other fields, if nobody took one meanwhile.

        Compare-and-set: of two who try at once, one raises WrongState.
        """
        if not self.can_move_to(state):
            raise WrongState(f"{self!r} cannot go from {self.state} to {state}")
        unchanged = type(self)._base_manager.filter(pk=self.pk, state=self.state)
        if not unchanged.update(state=state, **changes):
            raise WrongState(f"{self!r} has been changed by someone else")
        for field, value in {"state": state, **changes}.items():
            setattr(self, field, value)


class SayWrongState:
    """Answer WrongState with 409 and a page that says what to do."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, WrongState):
            return render(request, "409.html", status=409)
        return None
