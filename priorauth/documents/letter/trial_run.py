"""Templates tried with complete, sparse and hostile data, and looked through for what should not stand in them.

A digit typed into a template would stand in every letter, whatever the chart says, so there is none but those that
number a list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from priorauth.chart.treatment import DenialReason
from priorauth.documents.content import plain_text
from priorauth.documents.letter import samples
from priorauth.documents.letter.docx_template import mistakes
from priorauth.documents.letter.pdf import letter_pdf
from priorauth.documents.letter.word import letter_docx
from priorauth.documents.wording import Wording
from priorauth.errors import BadInput, PriorauthError
from priorauth.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from priorauth.workspace import Workspace

_TAGS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_OF_A_LIST = re.compile(r"^\s*[0-9]+[.)]\s", re.MULTILINE)
HOSTILE = "**x** | y | {{ 7 * 7919 }} {% raw %} <w:p/> #set page() ” ł"
"""What somebody may have typed into a chart: all of it must come out as it is."""
COMPUTED = "55433"
"""What a template would make of it, if it were taken for one."""
_FREE = {"rationale", "note", "text", "reason", "asked", "answer", "because", "told", "required", "reviewer", "plan"}
_KEPT = {
    "case", "fictional", "patient", "coverages", "care_team", "asks", "denials", "information_requests", "sessions",
    "consultations", "attestations", "ketamine_plans", "ketamine_sessions", "current_medicines",
}  # fmt: skip
"""What a chart may be reduced to without becoming another request."""


def remarks(workspace: Workspace) -> Iterator[str]:
    """Each thing that is wrong with a template, in one sentence with its file."""
    folders = workspace.templates("letters")
    yield from _digits(folders)
    yield from _not_used(folders)
    word, typst = workspace.template("letters", "letter.docx"), workspace.template("letters", "letter.typ")
    of_word = _of_word(word)
    yield from of_word
    wording = Wording(folders)
    practice = samples.practice()
    for name, one in samples.shown().items():
        ways = [("complete", _as_it_is), ("sparse", sparse), ("hostile", hostile)]
        if one.get("with", {}).get("denials"):
            ways.append(("each reason’s", every_reason))
        for way, changed in ways:
            try:
                judged = samples.about(name, one, practice, changed=changed)
                made = samples.written(name, one, judged, practice, wording)
                for letter in made:
                    if not of_word:  # what is wrong there would be told again for each letter
                        letter_docx(letter.content, letter.sheet, template=word)
                    letter_pdf(letter.content, letter.sheet, template=typst)
            except PriorauthError as error:
                yield f"{name}, with {way} data: {error}"
                continue
            if way == "hostile" and COMPUTED in plain_text(made[0].content):
                yield f"{name}, with hostile data: the chart's text was taken for a template"


def _as_it_is(tree: Any) -> Any:
    return tree


def sparse(tree: dict[str, Any]) -> dict[str, Any]:
    """A chart of which little more is known than who asks whom for what."""
    return {key: value for key, value in tree.items() if key in _KEPT} | {"exhibits": []} | _without_pages(tree)


def _without_pages(tree: dict[str, Any]) -> dict[str, Any]:
    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(one) for key, one in value.items() if key != "shown_in"}
        return [bare(one) for one in value] if isinstance(value, list) else value

    return {key: bare(tree[key]) for key in _KEPT if key in tree}


def every_reason(tree: dict[str, Any]) -> dict[str, Any]:
    """The same chart with denials for every reason there is: each has a template of its own."""
    return {**tree, "denials": [{**one, "kinds": list(get_args(DenialReason))} for one in tree["denials"]]}


def hostile(tree: Any) -> Any:
    """The same chart with markup in every text that people write freely."""
    if isinstance(tree, dict):
        return {
            key: HOSTILE if key in _FREE and isinstance(value, str) and " " in value else hostile(value)
            for key, value in tree.items()
        }
    return [hostile(one) for one in tree] if isinstance(tree, list) else tree


def _of_word(path: Path) -> list[str]:
    """What is wrong with the tags of a Word template."""
    try:
        return [str(one) for one in mistakes(read_bytes(path), str(path))]
    except BadInput as error:
        return [str(error)]


def _not_used(folders: list[Path]) -> Iterator[str]:
    """Each Word file that no letter is written on, whatever it was put there for."""
    for folder in folders:
        for path in sorted(folder.rglob("*.doc*")):
            if path != folder / "letter.docx" and not path.name.startswith("~$"):  # Word's own, while it is open
                yield f"{path}: No letter is written on this file. Call it letter.docx, right in the folder letters."


def _digits(folders: list[Path]) -> Iterator[str]:
    """Each line of a template with a digit in its own words."""
    for folder in folders:
        for path in sorted(folder.rglob("*.md.j2")):
            text = _TAGS.sub(lambda tag: "\n" * tag[0].count("\n"), path.read_text(encoding="utf-8"))
            text = _OF_A_LIST.sub(" ", text)
            for number, line in enumerate(text.splitlines(), start=1):
                if re.search(r"[0-9]", line):
                    yield f"{path}: line {number}: a digit stands in the words: {line.strip()}"
