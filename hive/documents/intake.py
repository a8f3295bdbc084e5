"""Taking a stranger's file in: told by its bytes, opened in a child, kept in the form we want."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from hive.documents import capped
from hive.documents.kinds import FileKind, kind_of
from hive.documents.refusals import Reason, Unacceptable

CHUNK = 2**16
# A photograph written anew as PNG may grow; five previews add a few megabytes.
LONGEST_RESULT = 160 * 2**20
TASKS = {
    FileKind.PDF: "hive.documents.preview:paper",
    FileKind.PNG: "hive.documents.preview:picture",
    FileKind.JPG: "hive.documents.preview:picture",
    FileKind.DOCX: "hive.documents.packages:unpack",
    FileKind.XLSX: "hive.documents.packages:unpack",
}


@dataclass(frozen=True)
class Taken:
    """A file that may be kept; ``content`` and ``previews`` are temporary files on disk.

    ``pages`` is 0 where no page can be drawn.
    """

    kind: FileKind
    content: IO[bytes]
    size: int
    sha256: str
    pages: int
    previews: tuple[IO[bytes], ...]

    def __enter__(self) -> Taken:
        return self

    def __exit__(self, *error: object) -> None:
        """Let go of the temporary files."""
        for file in (self.content, *self.previews):
            file.close()


def take_in(file: IO[bytes]) -> Taken:
    """Check a file on disk and return what is to be kept of it; Unacceptable says why not.

    Pictures are kept as they were written anew, everything else byte for byte. What declares too
    much is refused before anything is unpacked, started or read into memory.
    """
    kind = kind_of(file)
    pages, parts = _opened(kind, file)
    content = parts.pop(0) if kind.is_picture else file
    size, sha256 = _measured(content)
    return Taken(kind, content, size, sha256, pages, tuple(parts))


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Read a file from its start, little by little."""
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def _opened(kind: FileKind, file: IO[bytes]) -> tuple[int, list[IO[bytes]]]:
    with tempfile.TemporaryFile() as result:
        try:
            capped.pipe(TASKS[kind], file, result, longest=LONGEST_RESULT)
        except capped.Refused as refusal:
            raise Unacceptable(Reason(str(refusal))) from refusal
        except capped.BrokeDown as error:
            raise Unacceptable(Reason.TIME) from error
        result.seek(0)
        head = result.readline()
        if not head:
            return 0, []
        told = json.loads(head)
        return told["pages"], [_cut(result, size) for size in told["sizes"]]


def _cut(result: IO[bytes], size: int) -> IO[bytes]:
    part = tempfile.TemporaryFile()  # noqa: SIM115  -- closed with all that was taken
    while size:
        chunk = result.read(min(CHUNK, size))
        part.write(chunk)
        size -= len(chunk)
    return part


def _measured(file: IO[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for chunk in chunks(file):
        size += len(chunk)
        digest.update(chunk)
    return size, digest.hexdigest()
