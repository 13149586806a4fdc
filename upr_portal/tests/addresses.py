"""All addresses of our own views, found in the resolver."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# Doors that libraries bring; each has tests of its own in test_doors.py.
OTHERS = ("admin", "account", "mfa")


def doors(patterns=None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """("consultations:register", pattern) for each address of ours, e.g. to knock at all of them."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inside = pattern.namespace or namespace
            if inside not in OTHERS:
                yield from doors(pattern.url_patterns, inside)
        elif pattern.name and not pattern.name.startswith(("account_", "mfa_")):
            yield (f"{namespace}:{pattern.name}" if namespace else pattern.name), pattern
