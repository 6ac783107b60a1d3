"""A page with its generated parts and the outputs of its commands filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docs.parts import PARTS
from docs.transcripts import output_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PART = re.compile(r"(<!-- begin (?P<name>[a-z-]+) -->\n).*?(<!-- end (?P=name) -->)", re.DOTALL)
TRANSCRIPT = re.compile(r"(^```console\n\$ (?P<command>priorauth [^\n]+)\n).*?(^```$)", re.DOTALL | re.MULTILINE)


def filled(page: str, parts: Mapping[str, Callable[[], str]] = PARTS) -> str:
    """``page`` as it must read: what people wrote in it stays as it is.

    Raises:
        KeyError: it asks for a part that nothing makes.
    """
    with_parts = PART.sub(lambda match: f"{match[1]}\n{parts[match['name']]()}\n\n{match[3]}", page)
    return TRANSCRIPT.sub(lambda match: f"{match[1]}{output_of(match['command'])}\n{match[3]}", with_parts)
