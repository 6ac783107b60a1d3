"""LibreOffice, where it is installed: the usual way from a Word letter to a PDF."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def found() -> str | None:
    """The program, if there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def version(program: str) -> str:
    """ "LibreOffice 7.4.7.2"."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return " ".join(said.split()[:2])


def converted(program: str, letters: Sequence[Path], folder: Path) -> list[Path]:
    """The Word ``letters`` as PDFs in ``folder``, by one process for all of them."""
    profile = (folder / "profile").resolve().as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder]
    subprocess.run([*command, *letters], check=True, capture_output=True)
    made = [folder / f"{letter.stem}.pdf" for letter in letters]
    if missing := [path.name for path in made if not path.is_file()]:
        raise FileNotFoundError(f"LibreOffice did not make {', '.join(missing)}")
    return made
