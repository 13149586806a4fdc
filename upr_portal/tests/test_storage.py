"""Files on the disk are whole under their name, or not there."""

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from upr_portal.storage import WholeFiles


class Breaking(File):
    """A file whose second piece cannot be read, as when the process is killed or the disk is full."""

    def __init__(self):
        super().__init__(None, name="half")

    def chunks(self, chunk_size=None):
        yield b"half a"
        raise OSError("No space left on device")


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_file_that_breaks_off_is_not_there(tmp_path):
    with pytest.raises(OSError):
        WholeFiles(tmp_path).save("reports/a.pdf", Breaking())

    assert names(tmp_path) == []


def test_the_control_django_leaves_half_a_file(tmp_path):
    with pytest.raises(OSError):
        FileSystemStorage(tmp_path).save("reports/a.pdf", Breaking())

    assert names(tmp_path) == ["a.pdf"]


def test_what_a_killed_process_left_is_thrown_away_by_the_next(tmp_path):
    (tmp_path / ".a.pdf.1234.part").write_bytes(b"half a")
    (tmp_path / ".b.pdf.1234.part").write_bytes(b"of somebody else")

    WholeFiles(tmp_path).save("a.pdf", ContentFile(b"whole"))

    assert names(tmp_path) == [".b.pdf.1234.part", "a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"whole"


def test_a_name_that_is_taken_is_not_written_over(tmp_path):
    storage = WholeFiles(tmp_path)
    first, second = (storage.save("a.pdf", ContentFile(content)) for content in (b"one", b"two"))

    assert first != second
    assert (tmp_path / first).read_bytes() == b"one"
