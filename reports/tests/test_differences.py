"""Two wordings in pieces: nothing is lost of either, and what only one of them says is told."""

import pytest

from reports.differences import compared


def whole(pieces) -> str:
    return "".join(piece.text for piece in pieces)


def told(pieces) -> list[str]:
    return [piece.text for piece in pieces if piece.is_only_here]


@pytest.mark.parametrize(
    ("one", "other", "mine", "theirs"),
    [
        ("Many people\n\nwait.", "Many people\n\nwait.", [], []),
        ("Many people wait.", "Few people wait.", ["Many"], ["Few"]),
        ("They wait.", "They wait, and ask.", [], [", and ask"]),
        ("", "They wait.", [], ["They wait."]),
        ("我们等水。", "我们不等水。", [], ["不"]),
        ("ننتظر الماء", "ننتظر الوثائق", ["الماء"], ["الوثائق"]),
    ],
)
def test_what_only_one_says_is_told_and_both_are_whole(one, other, mine, theirs):
    ours, others = compared(one, other)

    assert (whole(ours), whole(others)) == (one, other)
    assert (told(ours), told(others)) == (mine, theirs)
