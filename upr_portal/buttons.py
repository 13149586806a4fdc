"""Addresses that take only what a button sends, and who comes to them without it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class SayItTakesAButton:
    """A page instead of nothing: whoever had to sign in before a button worked is led to its address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        page = render(request, "405.html", status=response.status_code)
        page["Allow"] = response["Allow"]
        return page
