"""The time as an authority confirms it (RFC 3161), asked for over the network.

Only an address in the practice's profile does that. What is sent is the hash of a signature: nothing of the document.
"""

from __future__ import annotations

import asyncio
import urllib.request

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

_SECONDS = 20
_LARGEST = 1_000_000
"""Bytes: an answer is a few thousand."""


def asked(url: str, question: bytes) -> bytes:
    """The answer of the authority at ``url``.

    Raises:
        OSError: it does not answer.
    """
    request = urllib.request.Request(  # noqa: S310  (the profile allows http and https alone)
        url, data=question, headers={"Content-Type": "application/timestamp-query"}
    )
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
        return bytes(answer.read(_LARGEST))


class Authority(TimeStamper):
    """The authority at one address."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask it, and read what it says."""
        answer = await asyncio.to_thread(asked, self.url, req.dump())
        return tsp.TimeStampResp.load(answer)
