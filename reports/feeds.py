"""Published reports as an Atom feed, one a language; an entry keeps its id in every language and address."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from reports.models import Report

ENTRIES = 50


class PublishedReports(Feed):
    """In the language of the address: title, kind, and what each is about."""

    feed_type = Atom1Feed
    title = _("Reports of the UPR portal")
    subtitle = _("What came out of consultations, events and reviews, as pages and as files to print.")
    link = reverse_lazy("reports:published")

    def feed_guid(self) -> str:
        return tag("reports")

    def items(self):
        return Report.objects.published().with_subjects()[:ENTRIES]

    def item_title(self, report: Report) -> str:
        return report.title

    def item_description(self, report: Report) -> str:
        return pgettext("between names", ", ").join([report.get_kind_display(), str(report.subject)])

    def item_link(self, report: Report) -> str:
        return settings.SITE_URL + report.get_absolute_url()

    def item_guid(self, report: Report) -> str:
        return tag(f"report:{report.slug}")

    def item_pubdate(self, report: Report):
        return report.published_at

    item_updateddate = item_pubdate


def tag(name: str) -> str:
    """RFC 4151: an id that stays when the address does not."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"
