"""Charts of what was found: each a table whose figures are those of the list."""

import pytest

LIST = "/en/recommendations/"


def test_positions_are_counted_by_cycle(client, garden):
    response = client.get(f"{LIST}charts/")

    figures = {
        cycle.text: {position: (count, percent) for position, _name, count, percent in positions}
        for cycle, _total, positions in response.context["cycles"]
    }
    assert figures == {
        "Cycle 1": {"pending": (1, 50.0), "supported": (1, 50.0), "noted": (0, 0.0)},
        "Cycle 2": {"pending": (0, 0.0), "supported": (0, 0.0), "noted": (1, 100.0)},
    }


@pytest.mark.parametrize(
    ("query", "figures"),
    [
        (
            "",
            [
                ("4 – General: act, without saying exactly how", 2, 100.0),
                ("5 – Specific: one definite act", 1, 50.0),
            ],
        ),
        ("state=CAN", [("4 – General: act, without saying exactly how", 1, 100.0)]),
    ],
)
def test_a_chart_has_the_longest_bar_first_and_follows_the_filters(client, garden, query, figures):
    charts = dict(client.get(f"{LIST}charts/?{query}").context["charts"])

    shares = charts["Action category"]
    assert [(share.name.text, share.count, share.percent) for share in shares] == figures


def test_a_bar_leads_to_a_page_narrowed_by_it(client, garden):
    charts = dict(client.get(f"{LIST}charts/?state=MAR").context["charts"])
    african = charts["Regional group of the recommending State"][0]

    assert client.get(f"{LIST}charts/{african.address}").context["found"].count == african.count


def test_nothing_found_has_no_charts_and_says_so(client, garden):
    page = client.get(f"{LIST}charts/?state=MAR&session=4").content.decode()

    assert "No recommendation fits" in page
    assert "<table" not in page
