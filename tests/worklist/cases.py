"""Cases and a server for the tests of the worklist."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from priorauth.worklist.events import AnyEvent, Opened
from priorauth.worklist.history import History
from priorauth.worklist.trail import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

ANY: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)
DAY = date(2026, 11, 20)
LINE = {"code": "J0013", "units": 62, "strength_mg": 56, "from": "2026-12-01", "until": "2027-05-31"}


def by(who: str, hour: int = 14) -> Writer:
    """Somebody, on the day of the tests."""
    return Writer(who, datetime(2026, 11, 20, hour, 30, tzinfo=UTC))


def opened(case: str = "case-01", ask: str = "ask-cigna", on: date = DAY, **more: Any) -> Opened:
    """A request to Cigna."""
    return Opened(
        on=on,
        chart=f"charts/{case}/chart.yaml",
        case=case,
        ask=ask,
        payer=more.pop("payer", "cigna"),
        payer_name=more.pop("payer_name", "Cigna"),
        indication="trd",
        phase="initial",
        **more,
    )


LEAST: dict[str, dict[str, Any]] = {
    "judged, ready": {"what": "judged", "verdict": "met", "ready": True},
    "judged, not ready": {"what": "judged", "verdict": "not_documented", "ready": False, "wanted": ["a stop date"]},
    "signed": {"by": "I. Ashgrove, MD"},
    "submitted": {"by": "portal", "asked": [LINE]},
    "approved": {"lines": [LINE]},
    "closed": {"why": "moved away"},
    "noted": {"text": "a remark"},
    "withdrawn": {"why": "a slip"},
}
"""What an event must say, where it must say anything."""


def event(name: str, on: date = DAY, **fields: Any) -> AnyEvent:
    """The event of that name, with no more than it must say."""
    what = name.replace(" ", "_").replace("-", "_")
    return ANY.validate_python({"what": what, "on": on, **LEAST.get(name, {}), **fields})


def history(*names: str) -> History:
    """A case to which all this happened, in this order, on one day."""
    so_far = History((opened(),))
    for name in names:
        so_far = so_far.checked(event(name))
    return so_far


def postgres_binaries() -> Path | None:
    """Where PostgreSQL's server lies, if it is installed: Debian keeps it out of the way."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return Path(on_path).parent if on_path else found[-1].parent if found else None


def running_server(binaries: Path, folder: Path) -> Iterator[str]:
    """A server of our own in ``folder``, reached through a socket there, until the generator is closed; its address."""
    user: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        import pwd  # noqa: PLC0415  (Windows has none)

        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603  (PostgreSQL's own programs)
            [binaries / program, *arguments], check=True, capture_output=True, cwd=folder, timeout=120, **user
        )

    run("initdb", "-D", str(data), "-U", "priorauth", "-A", "trust", "-E", "UTF8", "--no-sync")
    settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", settings, "start")
    try:
        yield f"postgresql+psycopg://priorauth:hunter2@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
