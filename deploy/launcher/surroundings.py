"""The environment that the portal's processes get (docs/settings.md says what each variable means)."""

import os
import secrets
import socket
from pathlib import Path

from deploy.launcher.libraries import library_root
from deploy.launcher.places import CLONE, Places
from deploy.launcher.servers import Servers

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 – compared with, not bound to


def surroundings(
    places: Places, servers: Servers, host: str = "127.0.0.1", port: int = 8000
) -> dict[str, str]:
    """What the caller's environment says, and for the rest the values of an embedded portal."""
    ours = {
        "SECRET_KEY": secret_key(places.data / "secret-key"),
        "SITE_URL": address(host, port),
        "ALLOWED_HOSTS": ",".join(names_of(host)),
        "STATIC_ROOT": str(places.data / "static"),
        "MEDIA_ROOT": str(places.data / "media"),
        "EMAIL_URL": f"filemail://{places.data / 'mail'}",
        "UPR_REAL_DATA": str(CLONE.parent / "shared" / "data"),
        "HOME": str(places.data) if places.account else os.environ.get("HOME", "/"),
        "LANG": "C.UTF-8",
    }
    always = {
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "DATA_DIR": str(places.data),
        "PORTAL_LIB_ROOT": str(library_root(places)),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "upr_portal.settings",
    }
    return {**ours, **os.environ, **always} | ({"HOME": ours["HOME"]} if places.account else {})


def secret_key(path: Path) -> str:
    """This installation's own key, made at the first start."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        key = secrets.token_urlsafe(50)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key + "\n")
    return key


def address(host: str, port: int) -> str:
    return f"http://{'localhost' if host in (*EVERYWHERE, '127.0.0.1', '::1') else host}:{port}"


def names_of(host: str) -> list[str]:
    """The names by which a browser may ask for the portal: this machine's own, where all may come."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if host in EVERYWHERE:
        names += [socket.gethostname(), socket.getfqdn()]
        names += [found[4][0] for found in _addresses(socket.gethostname())]
    elif host != "::1":
        names.append(host)
    return sorted(set(names))


def _addresses(name: str) -> list:
    try:
        return socket.getaddrinfo(name, None, socket.AF_INET)
    except socket.gaierror:  # a machine that does not know its own name
        return []
