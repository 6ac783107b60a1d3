"""Every form in a folder filled, made flat and merged, beside pypdf's read, fill, write and merge, in one run.

    python -m benchmarks.forms FOLDER [--rounds N]

For a folder of payers' own PDFs, which the repository does not hold. Each text field gets a word; where a form cannot
be filled, the reason is told. pypdf has no flat form: it merges the live one.
"""

from __future__ import annotations

import argparse
import io
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from pypdf import PdfReader, PdfWriter

from benchmarks.timing import side_by_side
from priorauth.documents.forms.fields import Kind, fields_of
from priorauth.documents.forms.fill import fill
from priorauth.documents.forms.flatten import flatten
from priorauth.documents.forms.opening import kept, prepared
from priorauth.documents.packet.exhibits import exhibit_part
from priorauth.errors import PriorauthError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

WORD = "Example"


def main() -> None:
    """Print a line for each form."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forms", description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3, help="how often each thing is done")
    asked = parser.parse_args()
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it says much about other people's files
    print("| form | fields | fill | pypdf | flatten | merge | pypdf |\n|---|---:|---:|---:|---:|---:|---:|")
    for path in sorted(asked.folder.rglob("*.pdf")):
        print(f"| {path.stem[:48]} | {' | '.join(told(path.read_bytes(), asked.rounds))} |", flush=True)


def told(form: bytes, rounds: int) -> Iterator[str]:
    """How many values it takes and the medians in milliseconds; or why it takes none."""
    try:
        fields = fields_of(kept(prepared(form).pdf).pages)
        values = {name: WORD for name, field in fields.items() if field.kind is Kind.TEXT}
        live = fill(form, values).pdf
        flat = flatten(live)
    except PriorauthError as error:
        yield f"refused: {error.what}"
        return
    ways = {
        "fill": lambda _: fill(form, values),
        "usual fill": lambda _: usual_fill(form, values),
        "flatten": lambda _: flatten(live),
        "merge": lambda _: exhibit_part("form", "Form", flat),
        "usual merge": lambda _: usual_merge([live]),
    }
    yield str(len(values))
    for way in ways.values():
        yield measured(way, rounds)


def measured(way: Callable[[object], object], rounds: int) -> str:
    """The median, or the name of the error: other people's files stop other programs."""
    try:
        return f"{side_by_side({'one': way}, [None], rounds)['one'].median:.1f}"
    except Exception as error:  # noqa: BLE001  (whatever pypdf raises is a result)
        return type(error).__name__


def usual_fill(form: bytes, values: dict[str, str]) -> bytes:
    """By pypdf: read, append, fill page by page, write."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(form)))
    for page in writer.pages:
        writer.update_page_form_field_values(page, dict(values), auto_regenerate=False)
    return _written(writer)


def usual_merge(files: Sequence[bytes]) -> bytes:
    """By pypdf: append and write."""
    writer = PdfWriter()
    for one in files:
        writer.append(io.BytesIO(one))
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


if __name__ == "__main__":
    main()
