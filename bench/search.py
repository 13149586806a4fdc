"""CPU of the search page against the same answers asked of bare PostgreSQL and a bare Django view.

    ./portal run python bench/search.py            42,013 rows in a database of their own, dropped afterwards
    ./portal run python bench/search.py --tenfold  and with ten times as many: how much the page grows

One line a search: CPU of the page, of this process and its database, as a ratio to that of count, 20 rows and
the counts of all filters as SQL plus a bare Django view. The first page of a search is what is compared.
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_portal.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from bench.history import cpu_of_database, database_of_its_own, exports, import_all, multiply
from recommendations.catalogue import catalogue

settings.ALLOWED_HOSTS = ["testserver"]
# Whether or not the style sheet was collected.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

ROUNDS = 5
SEARCHES = {
    "one State": "state=MAR",
    "broad word": "q=rights",
    "two words": "q=women+violence",
    "word and filters": "q=torture&position=noted&cycle=1",
    "one position": "position=supported",
    "everything": "",
}
CONDITIONS = {
    "one State": "review_id in (select v.id from recommendations_review v"
    " join reference_state s on s.id = v.state_id where s.iso3 = 'MAR')",
    "broad word": "search_en @@ websearch_to_tsquery('upr_english', 'rights')",
    "two words": "search_en @@ websearch_to_tsquery('upr_english', 'women violence')",
    "word and filters": "search_en @@ websearch_to_tsquery('upr_english', 'torture') and position = 'noted'"
    " and review_id in (select v.id from recommendations_review v join reference_uprsession u"
    " on u.id = v.session_id join reference_cycle c on c.id = u.cycle_id where c.number = 1)",
    "one position": "position = 'supported'",
    "everything": "true",
}
# The same figures as the page's, in one statement with one materialised list of what was found.
SAME_ANSWERS = """
with found as materialized (
    select id, review_id, position, action_category from recommendations_recommendation
    where is_listed and {condition}
), made as materialized (
    select found.id, r.state_id from found
    join recommendations_recommender r on r.recommendation_id = found.id
)
select 'count', '', count(*) from found
union all select 'review', review_id::text, count(*) from found group by 2
union all select 'position', position, count(*) from found group by 2
union all select 'action', action_category, count(*) from found group by 2
union all select 'recommender', state_id::text, count(*) from made group by 2
union all select 'group', regional_group_id::text, count(*) from (
    select distinct made.id, s.regional_group_id from made join reference_state s on s.id = made.state_id
) as groups group by 2
union all select 'organisation', group_id::text, count(*) from (
    select distinct made.id, m.group_id from made
    join reference_stategroupmembership m on m.state_id = made.state_id
) as organisations group by 2
union all select 'issue', l.theme_id::text, count(*) from found
    join recommendations_recommendation_issues l on l.recommendation_id = found.id group by 2
union all select 'persons', l.personsgroup_id::text, count(*) from found
    join recommendations_recommendation_persons l on l.recommendation_id = found.id group by 2
union all select 'goal', l.goal_id::text, count(*) from found
    join recommendations_recommendation_goals l on l.recommendation_id = found.id group by 2
"""
ROWS = """
select r.*, s.*, u.* from recommendations_recommendation r join recommendations_review v on v.id = r.review_id
join reference_state s on s.id = v.state_id join reference_uprsession u on u.id = v.session_id
where r.is_listed and {condition} order by u.number desc, s.iso3, r.id limit 20
"""


def cost(work, times: int) -> float:
    """Milliseconds of CPU of one `work()`, of this process and of its database."""
    work()
    begun, in_database = time.process_time(), cpu_of_database()
    for _ in range(times):
        work()
    return (time.process_time() - begun + cpu_of_database() - in_database) / times * 1000


def page(query: str, *, anew: bool):
    """Ask for the page; `anew` as nobody had looked for these words since the last import."""
    client = Client()

    def work():
        if anew:
            catalogue()._texts.clear()
        assert client.get(f"/en/recommendations/?{query}").status_code == 200

    return work


def same_answers(condition: str):
    def work():
        with connection.cursor() as cursor:
            for statement in (SAME_ANSWERS, ROWS):
                cursor.execute(statement.format(condition=condition))
                cursor.fetchall()

    return work


def bare():
    HttpResponse(b"<!doctype html><title>bare</title>")
    RequestFactory().get("/")


def measured() -> dict[str, float]:
    """Milliseconds of the first page of each search; prints each with its ratio."""
    pages, least = {}, cost(bare, 200)
    for name, query in SEARCHES.items():
        new, following = cost(page(query, anew=True), ROUNDS), cost(page(query, anew=False), ROUNDS)
        in_sql = cost(same_answers(CONDITIONS[name]), ROUNDS)
        print(
            f"search, {name}: page/(same answers in SQL + bare view) = {new / (in_sql + least):.2f}"
            f" (page {new:.1f} ms, next page {following:.1f} ms, SQL {in_sql:.1f} ms)"
        )
        pages[name] = new
    return pages


def main() -> None:
    with database_of_its_own():
        import_all(exports())
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")
            cursor.execute("set max_parallel_workers_per_gather = 0; set statement_timeout = 0")
        once = measured()
        if "--tenfold" in sys.argv:
            multiply(10)
            for name, each in measured().items():
                print(f"tenfold, {name}: {each / once[name]:.1f} x")


if __name__ == "__main__":
    main()
