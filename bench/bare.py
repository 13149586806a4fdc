"""A Django with one view and nothing else: what a page costs at the least on the same server."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="bench", MIDDLEWARE=[])


def bare(request):
    return HttpResponse("<!doctype html><title>bare</title>")


urlpatterns = [path("", bare)]
application = get_wsgi_application()
