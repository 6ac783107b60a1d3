"""Pictures as PDF pages: a photograph is a page, a scan in TIFF may be many. Each stands as it was held when taken.

A picture's own bytes go into the PDF wherever that can be: nothing is lost, and it costs nothing.
"""

from __future__ import annotations

import io
import logging
import struct
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import img2pdf
from PIL import Image, ImageOps

if TYPE_CHECKING:
    from collections.abc import Iterator

JPEG, PNG, TIFF = (b"\xff\xd8\xff",), (b"\x89PNG\r\n\x1a\n",), (b"II*\0", b"MM\0*")
"""How files of each kind begin."""
_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK"}
"""What a PDF can hold of what Pillow reads."""
_ORIENTATION, _SUBFILE, _REDUCED = 0x112, 0xFE, 1
_UPRIGHT, _OTHERWISE, _TURNED, _SIDEWAYS = 1, range(2, 9), {3, 6, 8}, range(5, 9)
"""Values of the orientation: as it is; otherwise (others mean nothing); of these, turned and not mirrored; lying."""
_DAMAGED = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError, AttributeError, struct.error,
    Image.DecompressionBombError, img2pdf.ImageOpenError,
)  # fmt: skip
"""What reading a broken picture raises."""

# It tells of each transparent picture that it is transparent, which nobody has to know.
logging.getLogger("img2pdf").addHandler(logging.NullHandler())


class Damaged(Exception):
    """It begins as a picture does and cannot be read to its end."""


class Unfit(Exception):
    """It can be read, and no PDF can hold it as it is."""


def is_picture(data: bytes) -> bool:
    """Whether a file begins as a picture that can be enclosed."""
    return data.startswith((*JPEG, *PNG, *TIFF))


def picture_ending(data: bytes) -> str:
    """Of a picture's name, by how it begins: ".tiff"."""
    return next(
        ending for ending, begins in ((".jpg", JPEG), (".png", PNG), (".tiff", TIFF)) if data.startswith(begins)
    )


def picture_pages(data: bytes) -> int:
    """How many pages a picture has: the scans in a TIFF, else one.

    Raises:
        Damaged: it cannot be read to its end.
        Unfit: a PDF cannot hold it.
    """
    with _opened(data) as picture:
        return len(_scans(picture, data))


def picture_pdf(data: bytes) -> bytes:
    """The picture as a PDF, a page for each scan; the same bytes for the same input. Raises as above."""
    with _opened(data) as picture:
        scans = _scans(picture, data)
        as_it_is = len(scans) == getattr(picture, "n_frames", 1) and all(_fits(picture, scan) for scan in scans)
        files = [data] if as_it_is else [_encoded(picture, scan) for scan in scans]
        converted: bytes = img2pdf.convert(files, nodate=True, rotation=img2pdf.Rotation.ifvalid)
        return converted


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    if _has_no_end(data):
        raise Damaged
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they say what the errors say
            with Image.open(io.BytesIO(data)) as picture:
                yield picture
    except _DAMAGED:
        raise Damaged from None


def _has_no_end(data: bytes) -> bool:
    """Whether a JPEG's last piece, or a PNG as a whole, is without the mark that ends it: nobody else looks."""
    if data.startswith(JPEG):
        return data.rfind(b"\xff\xd9") < data.rfind(b"\xff\xda")
    return data.startswith(PNG) and b"IEND" not in data


def _scans(picture: Image.Image, data: bytes) -> list[int]:
    """The frames that are pages: of a TIFF all but small copies of others, of a photograph the first."""
    found = []
    for frame in range(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else range(1):
        picture.seek(frame)
        if picture.mode not in _MODES:
            raise Unfit
        if not getattr(picture, "tag_v2", {}).get(_SUBFILE, 0) & _REDUCED:
            found.append(frame)
        if picture.format == "TIFF":
            _to_its_end(data, frame)
    return found


def _to_its_end(data: bytes, frame: int) -> None:
    """Read all of a scan. Reading turns it as well and forgets that it did, so it is done with a copy."""
    with Image.open(io.BytesIO(data)) as copy:
        copy.seek(frame)
        copy.load()


def _fits(picture: Image.Image, scan: int) -> bool:
    """Whether img2pdf turns a scan as its orientation says. A TIFF's it leaves alone, and it mirrors nothing."""
    picture.seek(scan)
    orientation = picture.getexif().get(_ORIENTATION, _UPRIGHT)
    return orientation not in _OTHERWISE or (picture.format != "TIFF" and orientation in _TURNED)


def _encoded(picture: Image.Image, scan: int) -> bytes:
    """A scan by itself, upright, with all that it shows and its resolution."""
    picture.seek(scan)
    resolution = picture.info.get("dpi", (72, 72))
    sideways = picture.getexif().get(_ORIENTATION, _UPRIGHT) in _SIDEWAYS
    upright = ImageOps.exif_transpose(picture)
    out = io.BytesIO()
    how = {"compression": "group4"} if upright.mode == "1" else {}
    upright.getexif().clear()
    upright.save(out, "TIFF" if how else "PNG", dpi=resolution[::-1] if sideways else resolution, **how)
    return out.getvalue()
