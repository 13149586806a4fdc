"""Under which earlier answers a question is asked: a small tree of plain data.

{"question": "Q4", "equals": "yes"}         that one choice and no other was given
{"question": "Q2", "includes": "women"}     that choice is among those given
{"question": "Q6", "answered": true}        anything was given; false: nothing was
{"all": [condition, …]}                     each of them holds
{"any": [condition, …]}                     at least one of them holds
{"not": condition}                          it does not hold
"""

from collections.abc import Iterator

JOINTS = ("all", "any")
TESTS = ("equals", "includes", "answered")


def holds(condition: dict | None, values: dict[str, dict]) -> bool:
    """Whether somebody who gave these values ({code: value}) fulfils the condition (none: always)."""
    if not condition:
        return True
    if "not" in condition:
        return not holds(condition["not"], values)
    for joint, rule in (("all", all), ("any", any)):
        if joint in condition:
            return rule(holds(part, values) for part in condition[joint])
    value = values.get(condition["question"]) or {}
    if "answered" in condition:
        return bool(value) == condition["answered"]
    chosen = value.get("choices", [])
    return chosen == [condition["equals"]] if "equals" in condition else condition["includes"] in chosen


def leaves(condition: dict | None) -> Iterator[dict]:
    """The tests of single questions in it."""
    if not condition:
        return
    if "not" in condition:
        yield from leaves(condition["not"])
    elif joint := next((joint for joint in JOINTS if joint in condition), None):
        for part in condition[joint]:
            yield from leaves(part)
    else:
        yield condition


def inward(condition: dict, holds: bool = True) -> dict:
    """The same condition (or, without `holds`, its contrary) with each "not" before a single test."""
    if "not" in condition:
        return inward(condition["not"], not holds)
    if joint := next((joint for joint in JOINTS if joint in condition), None):
        turned = joint if holds else JOINTS[1 - JOINTS.index(joint)]
        return {turned: [inward(part, holds) for part in condition[joint]]}
    if "answered" in condition:
        return {**condition, "answered": condition["answered"] == holds}
    return condition if holds else {"not": condition}


def is_well_formed(condition: object) -> bool:
    """Whether it is a condition at all, whatever questions it names."""
    if not isinstance(condition, dict):
        return False
    if set(condition) == {"not"}:
        return is_well_formed(condition["not"])
    for joint in JOINTS:
        if set(condition) == {joint}:
            parts = condition[joint]
            return isinstance(parts, list) and bool(parts) and all(map(is_well_formed, parts))
    return is_a_test(condition)


def is_a_test(condition: dict) -> bool:
    tests = set(condition) - {"question"}
    if "question" not in condition or len(tests) != 1 or not isinstance(condition["question"], str):
        return False
    (test,) = tests
    return test in TESTS and isinstance(condition[test], bool if test == "answered" else str)
