"""Files as banks upload them, and files as attackers do; all made here, none stored."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from PIL import Image

TYPES = (
    '<?xml version="1.0"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="{0}"/></Types>'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
HTML = b"<html><script>alert('canary')</script></html>"
Z = zipfile.ZIP_DEFLATED


def on_disk(content: bytes) -> IO[bytes]:
    """A file as an upload leaves it: on disk, at its start."""
    file = NamedTemporaryFile()  # noqa: SIM115  -- handed over open
    file.write(content)
    file.seek(0)
    return file


def pdf(
    *texts: str, size: tuple[int, int] = (595, 842), extra: str = "", catalog: str = ""
) -> bytes:
    """A PDF with one page for each text; ``extra`` are further objects, from number 3 on."""
    first = 10
    pages = texts or ("Evidence",)
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    parts = [
        f"1 0 obj<</Type/Catalog/Pages 2 0 R{catalog}>>endobj",
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>endobj",
        "9 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
        extra,
    ]
    for n, text in enumerate(pages):
        stream = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET"
        parts.append(
            f"{first + 2 * n} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]"
            f"/Resources<</Font<</F1 9 0 R>>>>/Contents {first + 2 * n + 1} 0 R>>endobj"
        )
        parts.append(
            f"{first + 2 * n + 1} 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj"
        )
    body = "%PDF-1.7\n" + "\n".join(part for part in parts if part) + "\n"
    return (body + "trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n").encode("latin-1")


def picture(name: str = "PNG", size: tuple[int, int] = (120, 80), **more: object) -> bytes:
    """A picture with some colour in it."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    written = BytesIO()
    image.save(written, name, **more)
    return written.getvalue()


def photograph() -> bytes:
    """A JPG as a phone makes it: maker, comment and place in it, and lying on its side."""
    exif = Image.Exif()
    exif[0x010F] = "canary-maker"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (31.0, 14.0, 26.0)
    return picture("JPEG", exif=exif.tobytes(), comment=b"canary-comment")


def package(parts: Mapping[str, bytes] | None = None, *, main: str = "word/document.xml") -> bytes:
    """A small Word or Excel file; ``parts`` are added, or replace its own."""
    kind = WORD if main.startswith("word") else EXCEL
    own = {"[Content_Types].xml": TYPES.format(kind).encode(), main: b"<document/>"}
    written = BytesIO()
    with zipfile.ZipFile(written, "w", Z) as zip_file:
        for name, content in {**own, **(parts or {})}.items():
            zip_file.writestr(name, content)
    return written.getvalue()


def workbook(parts: Mapping[str, bytes] | None = None) -> bytes:
    """A small Excel file."""
    return package(parts, main="xl/workbook.xml")


def bomb(size: int = 110 * 2**20) -> bytes:
    """A Word file with one part of zeros: about a thousandth of what it unpacks to."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", Z) as zip_file:
        zip_file.writestr("[Content_Types].xml", TYPES.format(WORD))
        with zip_file.open("word/document.xml", "w", force_zip64=True) as part:
            block = b"\0" * 2**20
            for _ in range(size // len(block)):
                part.write(block)
    return written.getvalue()


def lying(content: bytes, name: bytes, declared: int) -> bytes:
    """The same zip file, with another unpacked size declared for a part, in both places."""
    mended = bytearray(content)
    at = mended.find(b"PK\x03\x04")
    while at >= 0:
        if mended[at + 30 : at + 30 + len(name)] == name:
            struct.pack_into("<L", mended, at + 22, declared)
        at = mended.find(b"PK\x03\x04", at + 4)
    at = mended.find(b"PK\x01\x02")
    while at >= 0:
        if mended[at + 46 : at + 46 + len(name)] == name:
            struct.pack_into("<L", mended, at + 24, declared)
        at = mended.find(b"PK\x01\x02", at + 4)
    return bytes(mended)


def overlapping() -> bytes:
    """A zip file whose many parts are one and the same stretch of bytes."""
    honest = package({"word/media/a.bin": bytes(range(256))})
    end = honest.rfind(b"PK\x05\x06")
    start = struct.unpack_from("<L", honest, end + 16)[0]
    directory = honest[start:end]
    last = directory[directory.rfind(b"PK\x01\x02") :]
    copies = b"".join(last.replace(b"a.bin", b"%c.bin" % (98 + n)) for n in range(20))
    count = struct.unpack_from("<H", honest, end + 10)[0] + 20
    tail = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory + copies), start, 0
    )
    return honest[:start] + directory + copies + tail


def crowded(parts: int = 3000, *, claimed: int | None = None) -> bytes:
    """A Word file of very many parts, which may claim to have fewer."""
    content = bytearray(package({f"word/{n}.xml": b"" for n in range(parts)}))
    if claimed is not None:
        end = content.rfind(b"PK\x05\x06")
        struct.pack_into("<HH", content, end + 8, claimed, claimed)
    return bytes(content)


def huge_picture(side: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes that declares a square of many pixels."""
    header = struct.pack(">LLBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 99)), (b"IEND", b""))
    )


ENCRYPTED = "8 0 obj<</Filter/Standard/V 1/R 2/P -4/O<{o}>/U<{u}>>>endobj".format(
    o="00" * 32, u="11" * 32
)


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password."""
    return pdf(extra=ENCRYPTED).replace(
        b"<</Root 1 0 R>>", b"<</Root 1 0 R/Encrypt 8 0 R/ID[<00><00>]>>"
    )


def refused() -> Iterator[tuple[str, bytes]]:
    """Files that are none of the five kinds, or more than one thing at once."""
    yield from _other_kinds()
    yield from _mixed_pdfs()
    yield from _wrong_packages()
    yield from _broken()


def cleaned() -> Iterator[tuple[str, bytes]]:
    """Pictures that are something else as well: taken, but only the picture is kept."""
    for name, end in (("png", "PNG"), ("jpg", "JPEG")):
        good = picture(end)
        yield f"{name}-html", good + HTML
        yield f"{name}-zip", good + package()
        yield f"{name}-pdf", good + pdf("canary")
        yield f"{name}-js", good + b"*/=alert('canary')/*"
    yield "png-text", picture("PNG", pnginfo=_text_chunk())
    yield "jpg-comment", picture("JPEG", comment=b"<script>canary</script>")
    yield "jpg-exif", photograph()


def _text_chunk() -> object:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415  -- only this file needs it

    chunk = PngInfo()
    chunk.add_text("Comment", "<script>canary</script>")
    return chunk


def _other_kinds() -> Iterator[tuple[str, bytes]]:
    gif = picture("GIF")
    yield "gif", gif
    yield "gif-js", gif[:6] + b"=1;alert('canary')//" + gif[26:]
    yield "bmp", picture("BMP")
    yield "webp", picture("WEBP")
    yield "tiff", picture("TIFF")
    yield "html", HTML
    yield "html-bom", b"\xef\xbb\xbf" + HTML
    yield "html-utf16", HTML.decode().encode("utf-16")
    yield "xhtml", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>"
    yield "svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    yield "svg-xml", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"
    yield "js", b"alert('canary')"
    yield "text", "普通文字".encode()
    yield "csv", b"=cmd|' /C calc'!A0,1\n"
    yield "exe", b"MZ\x90\0" + b"\0" * 200
    yield "elf", b"\x7fELF" + b"\0" * 200
    yield "shell", b"#!/bin/sh\necho canary\n"
    yield "old-office", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    yield "eicar-like", b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$CANARY"
    yield "mht", b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + HTML
    yield "gzip", b"\x1f\x8b\x08" + b"\0" * 40
    yield "rar", b"Rar!\x1a\x07\x00" + b"\0" * 40
    yield "empty", b""


def _mixed_pdfs() -> Iterator[tuple[str, bytes]]:
    good = pdf()
    yield "pdf-html-behind", good + HTML
    yield "pdf-html-in-front", HTML + good
    yield "pdf-html-in-head", good.replace(b"%PDF-1.7\n", b"%PDF-1.7\n%" + HTML + b"\n", 1)
    yield "pdf-svg-in-head", good.replace(b"%PDF-1.7\n", b"%PDF-1.7\n%<svg onload=x>\n", 1)
    yield "pdf-zip-behind", good + package()
    yield "pdf-zip-within", good[:-6] + package() + b"%%EOF\n"
    yield "pdf-late", b"\n" * 20 + good
    yield "pdf-javascript", pdf(catalog="/OpenAction<</S/JavaScript/JS(app.alert(1))>>")
    yield "pdf-launch", pdf(catalog="/OpenAction<</S/Launch/F(calc.exe)>>")
    names = "/Names<</EmbeddedFiles<</Names[(a)3 0 R]>>>>"
    attached = (
        "3 0 obj<</Type/Filespec/F(a.exe)/EF<</F 4 0 R>>>>endobj\n"
        "4 0 obj<</Type/EmbeddedFile/Length 4>>stream\nMZ12\nendstream endobj"
    )
    yield "pdf-attachment", pdf(extra=attached, catalog=names)
    yield "pdf-encrypted", encrypted_pdf()


def _wrong_packages() -> Iterator[tuple[str, bytes]]:
    macro = TYPES.format("application/vnd.ms-word.document.macroEnabled.main+xml").encode()
    yield "docm", package({"word/vbaProject.bin": b"x", "[Content_Types].xml": macro})
    yield "docm-by-type", package({"[Content_Types].xml": macro})
    yield "xlsm", workbook({"xl/vbaProject.bin": b"x"})
    yield "xlsm-case", workbook({"xl/VBAPROJECT.BIN": b"x"})
    yield "xlm", workbook({"xl/macrosheets/sheet1.xml": b"<x/>"})
    yield "activex", package({"word/activeX/activeX1.bin": b"x"})
    yield "zip-html", package({"word/index.html": HTML})
    yield "zip-js", package({"word/run.js": b"alert(1)"})
    yield "zip-exe", package({"word/media/image1.png": b"MZ\x90\0"})
    yield "zip-only", _zip({"readme.txt": b"x"})
    yield "jar", _zip({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"})
    yield "odt", _zip({"mimetype": b"application/vnd.oasis.opendocument.text"})
    yield "pptx", package(main="ppt/presentation.xml")
    yield "both", package({"xl/workbook.xml": b"<x/>"})
    yield "no-types", _zip({"word/document.xml": b"<x/>"})
    yield "html-in-front", HTML + package()
    yield "html-behind", package() + HTML
    yield "html-as-comment", _zip({"word/document.xml": b"<x/>"}, comment=HTML)
    yield "climbing", package({"word/../../evil.xml": b"<x/>"})
    yield "rooted", package({"/word/evil.xml": b"<x/>"})
    yield "backslash", package({"word\\..\\evil.xml": b"<x/>"})
    yield "drive", package({"word/C:evil.xml": b"<x/>"})
    yield "twice", package({"WORD/document.xml": b"<x/>", "word/Document.xml": b"<y/>"})


def _zip(parts: Mapping[str, bytes], comment: bytes = b"") -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", Z) as zip_file:
        zip_file.comment = comment
        for name, content in parts.items():
            zip_file.writestr(name, content)
    return written.getvalue()


def _broken() -> Iterator[tuple[str, bytes]]:
    yield "png-truncated", picture("PNG")[:60]
    yield "png-head", b"\x89PNG\r\n\x1a\n"
    yield "jpg-truncated", picture("JPEG")[:200]
    yield "jpg-head", b"\xff\xd8\xff\xe0"
    yield "pdf-truncated", pdf()[:120]
    yield "pdf-head", b"%PDF-1.7\n%%EOF"
    yield "docx-truncated", package()[:-30]
    yield "docx-garbled", _garbled(package({"word/a.xml": bytes(range(256)) * 8}))
    yield "gif-as-png", b"\x89PNG\r\n\x1a\n" + picture("GIF")
    yield "png-many-pixels", huge_picture()


def _garbled(content: bytes) -> bytes:
    at = content.find(b"word/a.xml") + 40
    return content[:at] + bytes(byte ^ 0xFF for byte in content[at : at + 8]) + content[at + 8 :]


def stored_files(folder: Path) -> list[Path]:
    """Everything that lies under a folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
