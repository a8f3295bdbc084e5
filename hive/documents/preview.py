"""Pictures and PDFs, opened in a capped child only: checked, made anew, drawn for a preview."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from hive.documents.kinds import ACTS_ITSELF
from hive.documents.refusals import Reason, Unacceptable

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 30_000_000
MOST_PAGES = 1000
PREVIEWS = 5
WIDTH = 1000
# A page or picture many times as high as wide is drawn narrower instead.
HEIGHT = 2000
JPEG_QUALITY = 92
# A quarter of the time of the default, for a few per cent more bytes.
PNG_EFFORT = 3
POINTS = 72


def picture(payload: bytes) -> bytes:
    """Decode a PNG or JPG and write it anew: without place, camera, comments or anything behind.

    Returns the new picture and one preview, bundled.
    """
    from PIL import Image, ImageOps

    name = "PNG" if payload.startswith(b"\x89PNG") else "JPEG"
    # Beyond twice this, Pillow raises by itself; up to there it warns, and we refuse.
    Image.MAX_IMAGE_PIXELS = 2 * MOST_PIXELS
    try:
        image: Image.Image = Image.open(BytesIO(payload), formats=[name])
        if image.width * image.height > MOST_PIXELS:
            raise Unacceptable(Reason.PIXELS)
        image.load()
    except Image.DecompressionBombError as error:
        raise Unacceptable(Reason.PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, Unacceptable):
            raise
        raise Unacceptable(Reason.DAMAGED) from error
    # A phone notes which side is up in what is about to go.
    ImageOps.exif_transpose(image, in_place=True)
    image = _plain(image, name)
    clean = BytesIO()
    effort = {"quality": JPEG_QUALITY} if name == "JPEG" else {"compress_level": PNG_EFFORT}
    image.save(clean, name, **effort)
    image.thumbnail((WIDTH, HEIGHT))
    return bundle(1, [clean.getvalue(), _png(image)])


def paper(payload: bytes) -> bytes:
    """Open a PDF, refuse what is locked or acts by itself, and draw its first pages."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        pdf = pypdfium2.PdfDocument(payload)
    except pypdfium2.PdfiumError as error:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error)
        raise Unacceptable(Reason.ENCRYPTED if locked else Reason.DAMAGED) from error
    if raw.FPDF_GetSecurityHandlerRevision(pdf) != -1:
        raise Unacceptable(Reason.ENCRYPTED)
    if not 1 <= len(pdf) <= MOST_PAGES:
        raise Unacceptable(Reason.PAGES)
    if raw.FPDFDoc_GetJavaScriptActionCount(pdf) or ACTS_ITSELF.search(payload):
        raise Unacceptable(Reason.ACTIVE)
    if raw.FPDFDoc_GetAttachmentCount(pdf):
        raise Unacceptable(Reason.ATTACHED)
    try:
        pages = [_page(pdf, number) for number in range(min(PREVIEWS, len(pdf)))]
    except pypdfium2.PdfiumError as error:
        raise Unacceptable(Reason.DAMAGED) from error
    return bundle(len(pdf), pages)


def bundle(pages: int, parts: Sequence[bytes]) -> bytes:
    """Put several files into one answer: a line of JSON with their sizes, then their bytes."""
    head = json.dumps({"pages": pages, "sizes": [len(part) for part in parts]})
    return b"".join([head.encode(), b"\n", *parts])


def _page(pdf: Any, number: int) -> bytes:
    page = pdf[number]
    width, height = page.get_size()
    if not width or not height:
        raise Unacceptable(Reason.DAMAGED)
    scale = min(WIDTH / width, HEIGHT / height)
    return _png(page.render(scale=scale).to_pil())


def _plain(image: Image, name: str) -> Image:
    """Return the pixels in a mode that the format and a browser know, and nothing but pixels."""
    if "transparency" in image.info and name == "PNG":
        image = image.convert("RGBA")
    elif image.mode not in (("L", "LA", "RGB", "RGBA") if name == "PNG" else ("L", "RGB")):
        image = image.convert("RGB")
    image.info = {}
    return image


def _png(image: Image) -> bytes:
    written = BytesIO()
    image.save(written, "PNG", compress_level=PNG_EFFORT)
    return written.getvalue()
