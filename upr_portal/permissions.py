"""`require(can_…(user, thing))`: what one may not do is refused with 403."""

from django.core.exceptions import PermissionDenied


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
