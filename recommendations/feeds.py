"""What a search found as an Atom feed; an entry keeps its id in every language and at every address."""

from datetime import UTC, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Max
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from recommendations.models import Recommendation
from recommendations.results import Found
from recommendations.rows import rows_of

ENTRIES = 50
FIRST_SESSION = datetime(2008, 4, 7, tzinfo=UTC)


def feed_of(found: Found, *, names: list[str], address: str) -> str:
    """The feed; `names` say what was chosen, `address` is its own."""
    asked = found.asked
    page = settings.SITE_URL.rstrip("/") + reverse("recommendations:index")
    said = pgettext("between names", ", ").join(names)
    title = _("Recommendations: %(search)s") % {"search": said} if said else _("Recommendations")
    feed = Atom1Feed(
        title=title,
        link=page + asked.address(),
        description=None,
        language=found.language,
        feed_url=address,
        feed_guid=f"{tag()}:search{asked.address()}",
    )
    # The portal numbers what it takes up: the highest number came last.
    pks = sorted(found.keys_found(), reverse=True)[:ENTRIES]
    times = changed_at(pks)
    for row in rows_of(pks, found.catalogue.names_in(found.language), found.language):
        feed.add_item(
            title=pgettext("between names", ", ").join([row.state, row.session, row.name]),
            link=f"{page}{row.pk}/",
            description=row.text,
            unique_id=f"{tag()}:{row.pk}",
            updateddate=times[row.pk],
        )
    return feed.writeString("utf-8")


def tag() -> str:
    """RFC 4151: an id that stays when the address does not."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:recommendations"


def changed_at(pks: list[int]) -> dict[int, datetime]:
    """When each came to the portal or got its latest position; else the day of its session."""
    rows = Recommendation.objects.filter(pk__in=pks).annotate(
        answered=Max("positions__recorded_at"), imported=F("batch__imported_at")
    )
    found = rows.values_list("pk", Greatest("answered", "imported"), "review__session__starts_on")
    return {
        pk: changed or (datetime.combine(day, time(), UTC) if day else FIRST_SESSION)
        for pk, changed, day in found
    }
