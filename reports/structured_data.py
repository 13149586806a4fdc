"""A published report for the programs of others, in the words of schema.org (https://schema.org/Report)."""

from django.conf import settings
from django.utils.safestring import SafeString

from consultations.structured_data import data_block, publisher
from reports.formats import FORMATS
from reports.models import Rendering, Report


def structured_report(report: Report, description: str, language: str) -> SafeString:
    """The report (with its `files`) as a data block of HTML; the page is written in `language`."""
    return data_block(
        "Report",
        {
            "name": report.title,
            "description": description,
            "url": settings.SITE_URL + report.get_absolute_url(),
            "datePublished": report.published_at.isoformat(),
            "inLanguage": language,
            "isAccessibleForFree": True,
            "publisher": publisher(),
            "encoding": [structured_file(file) for file in report.files],
        },
    )


def structured_file(file: Rendering) -> dict:
    return {
        "@type": "MediaObject",
        "contentUrl": settings.SITE_URL + file.get_absolute_url(),
        "encodingFormat": FORMATS[file.format].content_type.partition(";")[0],
        "contentSize": str(file.size),
        "inLanguage": file.language,
        "sha256": file.sha256,
    }
