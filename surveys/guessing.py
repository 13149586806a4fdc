"""How often codes may be tried: counted for the whole site and for each network, in keys nobody can read.

The cache's keys are hashes with a secret (upr_portal.memory) and go after ten minutes. While the cache is
away counting raises, and nobody may try: docs/decisions/0011-when-redis-is-away.md.
"""

import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

SECONDS = 300
# An hour touches thirteen spans of the clock: 13 × 600 = 7,800 codes, below the 10,000 that we promise.
OF_ALL = 600
OF_ONE = 30


def may_try(request: HttpRequest, what: str = "codes") -> bool:
    """Count one try of `what`: is it within the limits? Who is over their own takes none of the site's."""
    span = int(time.time()) // SECONDS
    one, all_of_them = f"{what} tried:{network_of(request)}:{span}", f"{what} tried:all:{span}"
    return one_more(one) <= OF_ONE and one_more(all_of_them) <= OF_ALL


def one_more(key: str) -> int:
    cache.add(key, 0, timeout=2 * SECONDS)
    return cache.incr(key)


def network_of(request: HttpRequest) -> str:
    """The address, or the network of an IPv6 address, since one household has more than can be counted."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    return str(address if address.version == 4 else ipaddress.ip_network((address, 64), strict=False))
