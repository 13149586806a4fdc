"""The facts of charts keep their promises, whatever is counted."""

from hypothesis import given
from hypothesis import strategies as st

from reports import charts

SERIES = [(name, {"language": "en", "text": name}) for name in ("supported", "noted", "pending")]
COUNTS = st.fixed_dictionaries({name: st.integers(0, 5000) for name, _label in SERIES})


def words(text: str) -> dict:
    return {"language": "en", "text": text}


def drawn(rows: list[dict[str, int]]) -> dict:
    counted = [(str(number), words(f"Row {number}"), counts) for number, counts in enumerate(rows)]
    return charts.stacked("id", words("Positions"), ("Review", "Total"), SERIES, counted)


@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_parts_follow_one_another_make_their_bar_and_their_percents_make_100(rows):
    for row, counts in zip(drawn(rows)["rows"], rows, strict=True):
        parts = row["parts"]
        assert [part["count"] for part in parts] == [counts[name] for name, _label in SERIES]
        assert row["count"] == sum(counts.values())
        assert sum(part["length"] for part in parts) == row["length"] <= 100
        assert sum(part["percent"] for part in parts) == (100 if row["count"] else 0)
        ends = [part["start"] + part["length"] for part in parts]
        assert [part["start"] for part in parts] == [0, *ends[:-1]]


def test_who_does_not_see_a_chart_reads_its_first_rows():
    counts = {"supported": 1, "noted": 1, "pending": 0}

    summary = drawn([counts] * 7)["summary"]

    assert summary.startswith("Positions: Row 0 2, Row 1 2,")
    assert summary.endswith("and 2 more.")


def test_a_count_that_is_not_told_is_in_no_summary():
    few = {"code": "a", "label": words("Few"), "count": None, "percent": None, "why": "few"}
    told = {"code": "b", "label": words("Many"), "count": 30, "percent": 75, "why": ""}

    chart = charts.bars("Q1", words("Who"), ("Answer", "Answers"), [few, told], threshold=5)

    assert chart["summary"] == "Who: Many 30."
    assert [row["length"] for row in chart["rows"]] == [None, 75]
    assert chart["heads"]["share"] == "Share"
