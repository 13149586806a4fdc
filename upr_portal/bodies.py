"""How large a request may be. Only views that say so take files; what they may take is said there.

Django's own limit (DATA_UPLOAD_MAX_MEMORY_SIZE) leaves out files, and its handlers write large ones to the
disk as they are. Answers must not lie there, so a view can ask for them in memory alone.
"""

from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers
from django.http import HttpRequest


@dataclass(frozen=True)
class Files:
    """What a view takes, in bytes: the whole request, and, if they stay in memory, one file and all files."""

    body: int
    one: int = 0
    together: int = 0


def takes_files(files: Files):
    """`@takes_files(Files(body=…))` on a view: it takes larger requests than the others."""

    def mark(view):
        view.takes_files = files
        return view

    return mark


def left_out(request: HttpRequest) -> list[str]:
    """The fields of files that were too large and so not kept."""
    request.POST  # noqa: B018 - reads the request, if nobody has yet
    return getattr(request, "files_left_out", [])


class LimitedFiles(FileUploadHandler):
    """The first of the handlers: refuses requests that are too large, keeps files in memory where asked."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        match = self.request.resolver_match
        self.files = getattr(match.func, "takes_files", None) if match else None
        self.together = 0
        self.request.files_left_out = []
        if content_length > (self.files.body if self.files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            raise RequestDataTooBig("the request is larger than this view takes")

    def new_file(self, *args, **options):
        super().new_file(*args, **options)
        # Not called `file`: the parser closes that of every handler.
        self.kept = BytesIO() if self.files and self.files.one else None
        if self.kept:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data, start):
        if self.kept is None:
            return raw_data
        self.together += len(raw_data)
        if start + len(raw_data) > self.files.one or self.together > self.files.together:
            self.request.files_left_out.append(self.field_name)
            self.together -= start + len(raw_data)
            raise SkipFile
        self.kept.write(raw_data)
        return None

    def file_complete(self, file_size):
        if self.kept is None:
            return None
        self.kept.seek(0)
        return InMemoryUploadedFile(
            file=self.kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
