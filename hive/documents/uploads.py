"""Receiving uploads: on disk, never in memory, and no further than the limit."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler


class ReceivedFile(TemporaryUploadedFile):
    """An upload on disk. ``size`` is what was sent, though nothing beyond the limit is kept."""

    has_room = True

    def close(self) -> None:
        """Let go of the file, also when its last bytes found no room."""
        try:
            super().close()
        except OSError:
            if self.has_room:
                raise


class OnDisk(TemporaryFileUploadHandler):
    """Writes an upload to disk as it arrives; what exceeds the limit is counted and dropped."""

    file: ReceivedFile

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = ReceivedFile(
            self.file_name or "", self.content_type, 0, self.charset, self.content_type_extra
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, unless the file is too large already or the disk is full."""
        if start > settings.HIVE_EVIDENCE_FILE_BYTES or not self.file.has_room:
            return
        try:
            self.file.write(raw_data)
            self.file.flush()
        except OSError:
            self.file.has_room = False

    def file_complete(self, file_size: int) -> ReceivedFile:
        """Hand over the file with the size that was sent."""
        if self.file.has_room:
            self.file.seek(0)
        self.file.size = file_size
        return self.file
