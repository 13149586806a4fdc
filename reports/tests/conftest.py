import pytest


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Each test has an empty folder for files."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT
