"""Uploads are told by their bytes, opened in a child, and kept without what does not belong."""

from __future__ import annotations

import hashlib
import time
import tracemalloc
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from hive.documents import preview
from hive.documents.intake import Taken, chunks, take_in
from hive.documents.kinds import FileKind, kind_of
from hive.documents.refusals import SENTENCES, Reason, Unacceptable
from tests import files

MOST_SECONDS = 0.05
MOST_MEMORY = 30 * 2**20


def taken(content: bytes) -> Taken:
    return take_in(files.on_disk(content))


def kept(content: bytes) -> bytes:
    with taken(content) as file:
        return b"".join(chunks(file.content))


def reason_of(content: bytes) -> Reason:
    with files.on_disk(content) as file, pytest.raises(Unacceptable) as refusal:
        take_in(file)
    return refusal.value.reason


@pytest.mark.parametrize(
    ("content", "kind", "pages", "previews"),
    [
        (files.pdf("one"), FileKind.PDF, 1, 1),
        (files.pdf(*"abcdefg"), FileKind.PDF, 7, 5),
        (files.picture("PNG"), FileKind.PNG, 1, 1),
        (files.picture("JPEG"), FileKind.JPG, 1, 1),
        (files.package(), FileKind.DOCX, 0, 0),
        (files.workbook(), FileKind.XLSX, 0, 0),
    ],
)
def test_the_five_kinds_are_taken(
    content: bytes, kind: FileKind, pages: int, previews: int
) -> None:
    with taken(content) as file:
        assert (file.kind, file.pages, len(file.previews)) == (kind, pages, previews)


@pytest.mark.parametrize("content", [files.pdf(), files.package(), files.workbook()])
def test_documents_are_kept_byte_for_byte(content: bytes) -> None:
    with taken(content) as file:
        assert b"".join(chunks(file.content)) == content
        assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())


CORPUS = dict(files.refused())


def test_the_corpus_is_large() -> None:
    assert len(CORPUS) + len(dict(files.cleaned())) >= 60


@pytest.mark.parametrize("name", CORPUS)
def test_what_is_not_plainly_one_of_the_kinds_is_refused(name: str) -> None:
    assert reason_of(CORPUS[name]) is not Reason.TIME


@pytest.mark.parametrize(("name", "content"), list(files.cleaned()))
def test_of_a_picture_only_the_picture_is_kept(name: str, content: bytes) -> None:
    stored = kept(content)

    assert b"canary" in content or b"PK" in content
    for trace in (b"canary", b"<script", b"PK\x03\x04", b"%PDF"):
        assert trace not in stored
    assert Image.open(BytesIO(stored)).info.keys() <= {"jfif", "jfif_version", "jfif_unit",
                                                       "jfif_density"}  # fmt: skip


def test_a_photograph_loses_place_and_maker_and_stands_upright() -> None:
    before = Image.open(BytesIO(files.photograph()))
    after = Image.open(BytesIO(kept(files.photograph())))

    assert before.getexif().get_ifd(0x8825) != {}
    assert before.size == (120, 80)
    assert dict(after.getexif()) == {}
    assert after.size == (80, 120)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_mode_of_pictures_is_taken(mode: str) -> None:
    written = BytesIO()
    Image.new(mode, (40, 30)).save(written, "JPEG" if mode == "CMYK" else "PNG")

    assert Image.open(BytesIO(kept(written.getvalue()))).size == (40, 30)


def test_a_picture_of_as_many_pixels_as_are_taken_fits_the_child() -> None:
    written = BytesIO()
    Image.new("RGBA", (6000, 5000), "#114b8c").save(written, "PNG", compress_level=1)

    with taken(written.getvalue()) as file:
        assert file.pages == 1


@pytest.mark.parametrize("size", [(595, 842), (20, 14_000), (14_000, 20), (3, 3)])
def test_previews_are_bounded(size: tuple[int, int]) -> None:
    with taken(files.pdf("x", size=size)) as file, Image.open(file.previews[0]) as image:
        assert image.format == "PNG"
        assert image.width <= preview.WIDTH + 1
        assert image.height <= preview.HEIGHT + 1


def test_a_wide_picture_is_shown_as_wide_as_a_page() -> None:
    picture = files.picture("JPEG", size=(3000, 1500))

    with taken(picture) as file, Image.open(file.previews[0]) as image:
        assert image.size == (1000, 500)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("old-office", Reason.OLD_OFFICE),
        ("docm", Reason.MACROS),
        ("pdf-encrypted", Reason.ENCRYPTED),
        ("pdf-attachment", Reason.ATTACHED),
        ("pdf-javascript", Reason.ACTIVE),
        ("png-many-pixels", Reason.PIXELS),
        ("png-truncated", Reason.DAMAGED),
        ("pdf-html-behind", Reason.MIXED),
        ("html", Reason.UNKNOWN),
        ("empty", Reason.EMPTY),
    ],
)
def test_a_refusal_says_what_is_wrong(name: str, reason: Reason) -> None:
    assert reason_of(CORPUS[name]) is reason
    assert Unacceptable(reason).sentence == str(SENTENCES[reason])


def test_every_reason_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Reason)


BOMBS: dict[str, tuple[Callable[[], bytes], Reason]] = {
    "110 MB of zeros": (files.bomb, Reason.UNPACKED),
    "many parts": (files.crowded, Reason.ENTRIES),
    "many parts, few claimed": (lambda: files.crowded(claimed=3), Reason.ENTRIES),
    "parts on top of each other": (files.overlapping, Reason.MIXED),
    "a ratio beyond belief": (
        lambda: files.package({"word/media/a.bin": b"\0" * (4 * 2**20)}),
        Reason.UNPACKED,
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once_and_without_memory(name: str) -> None:
    make, reason = BOMBS[name]
    with files.on_disk(make()) as file:
        tracemalloc.start()
        began = time.thread_time()
        with pytest.raises(Unacceptable) as refusal:
            kind_of(file)
        took = time.thread_time() - began

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refusal.value.reason is reason
    assert took <= MOST_SECONDS
    assert peak <= MOST_MEMORY


def test_a_directory_that_lies_about_sizes_unpacks_no_further_than_it_says() -> None:
    """Four megabytes that call themselves a hundred bytes pass the directory, not the child."""
    honest = files.package({"word/media/a.bin": b"\0" * (4 * 2**20)})
    content = files.lying(honest, b"word/media/a.bin", 100)

    with files.on_disk(content) as file:
        assert kind_of(file) is FileKind.DOCX
    assert reason_of(content) is Reason.DAMAGED


def test_a_large_document_never_stands_whole_in_our_memory() -> None:
    filler = b"%" + b"x" * (18 * 2**20) + b"\ntrailer"
    upload = files.on_disk(files.pdf("x").replace(b"trailer", filler))
    tracemalloc.start()

    with take_in(upload) as file:
        size = file.size

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 18 * 2**20
    assert peak <= 2 * 2**20
