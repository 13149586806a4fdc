"""The same rows through the portal's middleware: what a request costs before anything is done."""

import os

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")
settings.ROOT_URLCONF = __name__
settings.ALLOWED_HOSTS = ["*"]


@login_not_required
def bare(request: HttpRequest) -> HttpResponseRedirect:
    with connection.cursor() as cursor:
        for _ in range(int(request.GET.get("rows", 1))):
            cursor.execute("INSERT INTO bare_row (typed) VALUES (%s)", [request.POST.urlencode()])
    return HttpResponseRedirect("/")


urlpatterns = [path("", bare)]
application = get_wsgi_application()
