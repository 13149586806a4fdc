"""A Django with one view that writes what is posted into one row, or `?rows=4`: what keeping it costs."""

import os

import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpResponseRedirect
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="bench",
    MIDDLEWARE=[],
    DATABASES={"default": environ.Env.db_url_config(os.environ["DATABASE_URL"]) | {"CONN_MAX_AGE": 60}},
)


def bare(request):
    with connection.cursor() as cursor:
        for _ in range(int(request.GET.get("rows", 1))):
            cursor.execute("INSERT INTO bare_row (typed) VALUES (%s)", [request.POST.urlencode()])
    return HttpResponseRedirect("/")


urlpatterns = [path("", bare)]
application = get_wsgi_application()
