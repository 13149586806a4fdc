"""Addresses: the language comes first, then the app."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from upr_portal import health, pages

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", include("upr_portal.api.urls")),
]

urlpatterns += i18n_patterns(
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("safety/", pages.safety, name="safety"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("consultations/", include("consultations.urls")),
    path("recommendations/", include("recommendations.urls")),
    path("surveys/", include("surveys.urls")),
    path("", include("reports.urls")),
)
