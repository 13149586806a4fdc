"""Fixtures of the whole-portal tests."""

import shutil

import pytest
from django.db import connection, transaction
from django.utils import translation
from playwright.sync_api import sync_playwright

from deploy.launcher.libraries import BROWSER_BY_HAND, has_browser
from upr_portal.tests.running import RunningPortal
from upr_portal.tests.scene import Scene
from upr_portal.tests.walker import WALKS, Walker, code_of

# Root may not use Chromium's sandbox; the rest keeps it from asking the world anything.
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Two hidden pages for each window belong to the address bar. The last list counts, so Playwright's own
    # stands here again.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,MediaRouter,"
    "NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,ThirdPartyStoragePartitioning",
]


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium: Debian's."""
    path = shutil.which("chromium")
    if path is None or not has_browser():
        pytest.skip(f"no Chromium here, or not what drives it: {BROWSER_BY_HAND}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def running_portal(tmp_path_factory):
    """The whole portal with its demo, on a database of its own."""
    with RunningPortal(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture(params=WALKS, ids=lambda walk: f"{walk[0]}-{walk[1]}")
def walker(request, chromium, running_portal):
    """Somebody who is not signed in, once for each language and width."""
    walker = Walker(chromium, running_portal, *request.param)
    yield walker
    walker.context.close()


@pytest.fixture(scope="session")
def moderator_state(chromium, running_portal):
    """Cookies of the moderator, signed in with password and second factor. A code is good for one sign-in."""
    walker = Walker(chromium, running_portal, "en", 1280)
    sign_in = running_portal.sign_ins["moderator"]
    walker.go("accounts/login/")
    walker.page.fill("[name=login]", sign_in["email"])
    walker.page.fill("[name=password]", sign_in["password"])
    walker.send()
    walker.page.fill("[name=code]", code_of(sign_in["totp_secret"]))
    walker.send()
    assert "/accounts/" in walker.page.url, walker.text()
    yield walker.context.storage_state()
    walker.context.close()


@pytest.fixture(scope="module")
def scenery(django_db_setup, django_db_blocker):
    """The demo and one of each thing that a door may be about, for all tests of a module; then gone."""
    with django_db_blocker.unblock(), translation.override("en"), transaction.atomic():
        scene = Scene()
        # What is put off until the end is checked once here; each test would check all of it again.
        connection.check_constraints()
        with django_db_blocker.block():
            yield scene
        transaction.set_rollback(True)


@pytest.fixture
def scene(scenery, db):
    """`scene.client("owner")`, `scene.things["open-event"]`; what a test changes is taken back."""
    return scenery
