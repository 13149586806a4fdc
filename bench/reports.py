"""What making and reading a report costs, as ratios in one run.

    ./portal run python bench/reports.py [CHARTS ISSUES]     12 charts and 14 key issues, if nothing is said
    ./portal run python bench/reports.py long [COUNT]        a State with 2,400 recommendations: 200 pages

A report with so many charts and key issues is compiled by the job, and the very HTML that the job handed to
WeasyPrint is then set by WeasyPrint alone, each in a process of its own that loads WeasyPrint and sets one
page before the clock starts. One line a format: seconds of CPU (others on the machine prolong the others),
ratio to WeasyPrint alone, peak of memory, bytes. Then which part of the making the charts take: the least of
five times with them less the least of five without, from the same facts. A chart on paper is a table of
figures with a bar in each row, so all of it counts: bars, tables, captions, notes, tags, and the pages that
they fill (four of 31). Last the CPU of the report's web page against a bare view that answers the same bytes
through the same middleware. In a database and a folder of its own, dropped afterwards.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")
os.environ["CELERY_BROKER_URL"] = "memory://"  # no worker of the portal is to take these jobs

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone, translation

from accounts.tests.factories import UserFactory
from bench.history import database_of_its_own
from bench.pdf import WORDS, chart
from recommendations.models import Recommendation, Recommender, Review
from recommendations.tests.factories import ReviewFactory
from reference.tests.factories import StateFactory
from reports import paper, pdf
from reports.actions import compile_report, make_report
from reports.actions.printing import keep_what_is_printed
from reports.formats import FORMATS
from reports.models import Proposal, Rendering, Report
from reports.sections import SECTIONS
from reports.tests.factories import KeyIssueFactory, ReportFactory
from upr_portal.urls import urlpatterns as portals

ROUNDS, TIMES = 5, 40
SAYS = "<title>warm</title><p>One page.</p>"


def main() -> None:
    charts, issues = (int(word) for word in sys.argv[1:3]) if len(sys.argv) > 2 else (12, 14)
    with database_of_its_own(), tempfile.TemporaryDirectory() as folder:
        report, moderator = a_report(issues), UserFactory(moderator=True)
        made = {name: compile_report(report, "en", format=name, by=moderator) for name in FORMATS}
        found = {name: run("job", rendering.pk, charts, folder) for name, rendering in made.items()}
        alone = run("weasyprint", made["pdf"].pk, charts, folder)
        print(f"report: {charts} charts, {found['pdf']['pages']} pages; WeasyPrint {alone['seconds']:.2f} s")
        for name, one in found.items():
            made[name].refresh_from_db()
            print(
                f"{name}: {one['seconds']:.2f} s, ratio {one['seconds'] / alone['seconds']:.2f},"
                f" peak {one['mebibytes']:.0f} MiB, {made[name].size} bytes"
            )
        tell_part_of_charts(made["pdf"].pk, charts, folder)
        compare_pages(report)


def tell_part_of_charts(key: int, charts: int, folder: str) -> None:
    spent = {charts: [], 0: []}
    for _ in range(ROUNDS):
        for count, times in spent.items():
            times.append(run("making", key, count, folder)["seconds"])
    whole, bare = min(spent[charts]), min(spent[0])
    print(f"charts: {(whole - bare) / whole:.0%} of the job, {whole:.2f} s with and {bare:.2f} s without")


def make_a_long_one(count: int) -> None:
    with database_of_its_own(), tempfile.TemporaryDirectory() as folder:
        state, moderator = a_long_list(count).state, UserFactory(moderator=True)
        report = make_report(state, kind="recommendations", languages=["en"], by=moderator)
        rendering = compile_report(report, "en", by=moderator)
        found = run("job", rendering.pk, 0, folder)
        alone = run("weasyprint", rendering.pk, 0, folder)
        print(
            f"{count} recommendations, {found['pages']} pages: {found['seconds']:.1f} s,"
            f" ratio {found['seconds'] / alone['seconds']:.2f} to WeasyPrint alone,"
            f" peak {found['mebibytes']:.0f} MiB"
        )


def a_long_list(count: int) -> Review:
    review, states = ReviewFactory(), StateFactory.create_batch(40)
    made = Recommendation.objects.bulk_create(
        Recommendation(review=review, text_en=f"{number}: {WORDS[:200]}", original_language="en")
        for number in range(count)
    )
    Recommender.objects.bulk_create(
        Recommender(recommendation=one, state=states[number % 40]) for number, one in enumerate(made)
    )
    return review


def a_report(issues: int):
    report = ReportFactory(slug="bench")
    report.sections.update(text_en="\n\n".join([WORDS] * 3))
    for position in range(2, issues + 1):
        issue = KeyIssueFactory(
            consultation=report.consultation, position=position, narrative="\n\n".join([WORDS] * 3)
        )
        Proposal.objects.bulk_create(
            Proposal(key_issue=issue, number=number, text_en=WORDS[:300], text=WORDS[:300])
            for number in range(1, 6)
        )
    keep_what_is_printed(report)
    Report.objects.update(state=Report.State.PUBLISHED, published_at=timezone.now())
    report.refresh_from_db()
    return report


def run(what: str, key: int, charts: int, folder: str) -> dict:
    """Measure one thing in a process of its own."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"])
    environment = {**os.environ, "DATABASE_URL": address.geturl(), "MEDIA_ROOT": folder}
    done = subprocess.run(
        [sys.executable, __file__, "measure", what, str(key), str(charts)],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    return json.loads(done.stdout.splitlines()[-1])


def measure(what: str, key: int, charts: int) -> None:
    """The clock starts when WeasyPrint has been loaded and has set a page."""
    rendering = Rendering.objects.get(pk=key)
    with translation.override("en"), tempfile.TemporaryFile() as target:
        paper.typeset(SAYS, target)
    with_charts(charts)
    if what == "job":
        started = time.process_time()
        pdf.render(key)
        spent = time.process_time() - started
        rendering.refresh_from_db()
        pages = rendering.pages
    elif what == "making":
        spent, pages = made_again(rendering, charts)
    else:
        spent, pages = weasyprint_alone(rendering, charts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": spent, "mebibytes": peak, "pages": pages}))


def with_charts(charts: int) -> None:
    """The survey's answers are invented here: what is measured is the making, not the counting."""
    methodology = SECTIONS["methodology"]
    type(methodology).facts = lambda self, section, material: {"charts": [chart()] * charts}


def facts_with(rendering: Rendering, charts: int) -> dict:
    for section in rendering.facts["sections"]:
        if "charts" in section:
            section["charts"] = section["charts"][:charts]
    return rendering.facts


def made_again(rendering: Rendering, charts: int) -> tuple[float, int]:
    """Seconds and pages of what the job does from the facts on: HTML, then PDF."""
    facts = facts_with(rendering, charts)
    with translation.override("en"), tempfile.TemporaryFile() as target:
        started = time.process_time()
        written = [paper.section_as_html(section, "en") for section in facts["sections"]]
        document = paper.Document(facts, written, "en", rendering.version)
        pages = pdf.make_pdf(document, target, lambda: None)
        return time.process_time() - started, pages


def weasyprint_alone(rendering: Rendering, charts: int) -> tuple[float, int]:
    """Seconds and pages of WeasyPrint's own work on the HTML that the job made."""
    facts = facts_with(rendering, charts)
    with translation.override("en"), tempfile.TemporaryFile() as target:
        written = [paper.section_as_html(section, "en") for section in facts["sections"]]
        html = paper.document_of(facts, written, "en", rendering.version)
        weasyprint = paper.load_weasyprint()
        style = paper.STYLE.read_text() + paper.page_rules() + paper.bar_widths()
        started = time.process_time()
        document = weasyprint.HTML(string=html).render(
            stylesheets=[weasyprint.CSS(string=style)], pdf_variant=paper.ACCESSIBLE
        )
        document.write_pdf(target, pdf_variant=paper.ACCESSIBLE)
        return time.process_time() - started, len(document.pages)


# --- The web page ------------------------------------------------------------------------------------------


def bare(request) -> HttpResponse:
    return HttpResponse(bare.content)


bare.login_required = False
urlpatterns = [*portals, path("bare/", bare)]


def compare_pages(report) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ROOT_URLCONF = __name__
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    client = Client(headers={"accept-encoding": "gzip"})
    address = f"/en/reports/{report.slug}/"
    bare.content = Client().get(address).content
    page, base = [], []
    for _ in range(ROUNDS):
        page.append(cpu(client, address))
        base.append(cpu(client, "/bare/"))
    print(
        f"page: {min(page) * 1000:.1f} ms of CPU, bare view of the same {len(bare.content)} bytes"
        f" {min(base) * 1000:.1f} ms, ratio {min(page) / min(base):.2f}"
    )


def cpu(client: Client, address: str) -> float:
    started = time.process_time()
    for _ in range(TIMES):
        assert client.get(address).status_code == 200
    return (time.process_time() - started) / TIMES


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1:2] == ["long"]:
        make_a_long_one(int(sys.argv[2]) if len(sys.argv) > 2 else 2400)
    else:
        main()
