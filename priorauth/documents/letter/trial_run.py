"""Templates tried with complete, sparse and hostile data, and looked through for what should not stand in them.

A digit typed into a template would stand in every letter, whatever the chart says, so there is none but those that
number a list.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args

from jinja2 import TemplateError, nodes

from priorauth.chart.treatment import DenialReason
from priorauth.documents.content import plain_text
from priorauth.documents.letter import samples
from priorauth.documents.letter.docx_template import mistakes
from priorauth.documents.letter.pdf import letter_pdf
from priorauth.documents.letter.word import letter_docx
from priorauth.documents.names import Names, shape_of
from priorauth.documents.wording import Wording
from priorauth.errors import BadInput, PriorauthError
from priorauth.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from priorauth.documents.content import Content
    from priorauth.workspace import Workspace

_TAGS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_LOOKS_LIKE_A_TEMPLATE = re.compile(r"^(?!~\$).*\.(j2|md|typ|doc)", re.IGNORECASE)
"""As Word and editors name them, also with an ending of their own after it; not what Word keeps of an open file."""
_OF_A_LIST = re.compile(r"^\s*[0-9]+[.)]\s", re.MULTILINE)
HOSTILE = "**x** | y | {{ 7 * 7919 }} {% raw %} <w:p/> #set page() ” ł"
"""What somebody may have typed into a chart: all of it must come out as it is."""
COMPUTED = "55433"
"""What a template would make of it, if it were taken for one."""
_FREE = {
    "rationale",
    "note",
    "text",
    "reason",
    "asked",
    "answer",
    "because",
    "told",
    "required",
    "reviewer",
    "plan",
    "confirmation",
}
_KEPT = {
    "case", "fictional", "patient", "coverages", "care_team", "asks", "denials", "information_requests", "sessions",
    "consultations", "attestations", "ketamine_plans", "ketamine_sessions", "current_medicines",
}  # fmt: skip
"""What a chart may be reduced to without becoming another request."""


class _Noting(Wording):
    """Wording that keeps what each template was filled with."""

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(folders)
        self.filled: dict[str, list[Mapping[str, Any]]] = {}

    def content(self, name: str, context: Mapping[str, Any]) -> Content:
        self.filled.setdefault(name, []).append(context)
        return super().content(name, context)


def remarks(workspace: Workspace) -> Iterator[str]:
    """Each thing that is wrong with a template, in one sentence with its file, and each once."""
    folders = workspace.templates("letters")
    wording = _Noting(folders)
    yield from _digits(wording)
    of_word = _of_word(workspace.template("letters", "letter.docx"))
    yield from of_word
    met = dict(_met_in_samples(workspace, wording, with_word=not of_word))
    names = Names(wording)
    for template, contexts in wording.filled.items():
        names.read(template, shape_of(contexts).names or {})
    yield from names.mistakes
    yield from (f"{where}: {what}" for what, where in met.items() if what not in names.mistakes)
    yield from _not_used(folders, names.reached)


def _met_in_samples(workspace: Workspace, wording: Wording, *, with_word: bool) -> Iterator[tuple[str, str]]:
    """What goes wrong as letters are written, with the letter in which it does; the first of them is told.

    ``with_word``: whether the Word template is tried too; what is known to be wrong there need not be met again.
    """
    word, typst = workspace.template("letters", "letter.docx"), workspace.template("letters", "letter.typ")
    practice, seen = samples.practice(), set[str]()
    for name, one in samples.shown().items():
        ways = [("complete", _as_it_is), ("sparse", sparse), ("hostile", hostile)]
        if one.get("with", {}).get("denials"):
            ways.append(("each reason’s", every_reason))
        for way, changed in ways:
            where = f"{name}, with {way} data"
            try:
                judged = samples.about(name, one, practice, changed=changed)
                made = samples.written(name, one, judged, practice, wording)
                for letter in made:
                    if with_word:
                        letter_docx(letter.content, letter.sheet, template=word)
                    letter_pdf(letter.content, letter.sheet, template=typst)
            except PriorauthError as error:
                if str(error) not in seen:
                    seen.add(str(error))
                    yield str(error), where
                continue
            if way == "hostile" and COMPUTED in plain_text(made[0].content):
                yield f"the chart's text was taken for a template ({name})", where


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


def _not_used(folders: list[Path], reached: set[str]) -> Iterator[str]:
    """Each file in the place of a template that no letter is written with, whatever it was put there for."""
    shipped = {path.relative_to(folders[-1]).as_posix() for path in folders[-1].rglob("*") if path.is_file()}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if not _LOOKS_LIKE_A_TEMPLATE.search(path.name) or name in shipped | reached:
                continue
            if path.suffix.startswith(".doc"):
                yield f"{path}: No letter is written on this file. Call it letter.docx, right in the folder letters."
                continue
            near = get_close_matches(name, sorted(shipped), n=1)
            hint = f"Did you mean {near[0]}?" if near else "The names are listed in docs/templates.md."
            yield f"{path}: No letter is written with this file. {hint}"


def _digits(wording: Wording) -> Iterator[str]:
    """Each line of a template with a digit in its own words, of whatever script."""
    for name in sorted(wording.known):
        path = wording.template_used(name)
        text = _TAGS.sub(lambda tag: "\n" * tag[0].count("\n"), path.read_text(encoding="utf-8"))
        text = _OF_A_LIST.sub(" ", text)
        for number, line in enumerate(text.splitlines(), start=1):
            if _has_digit(line):
                yield f"{path}: line {number}: a digit stands in the words: {line.strip()}"
        for number, words in _words_in_tags(wording, name):
            if _has_digit(words):
                yield f"{path}: line {number}: a digit stands in the words: {words}"


def _has_digit(text: str) -> bool:
    return any(one.isnumeric() for one in text)


def _words_in_tags(wording: Wording, name: str) -> Iterator[tuple[int, str]]:
    """What a tag prints of its own, as a point to confirm."""
    try:
        parsed = wording.parsed(name)
    except (TemplateError, BadInput):
        return  # told where the template is filled
    said: list[nodes.Node | None] = [one for tag in parsed.find_all(nodes.Call) for one in tag.args]
    said += [one for tag in parsed.find_all(nodes.Filter) for one in tag.args]
    said += [one for tag in parsed.find_all(nodes.Output) for one in tag.nodes]
    said += [one for tag in parsed.find_all(nodes.CondExpr) for one in (tag.expr1, tag.expr2)]
    for one in said:
        if isinstance(one, nodes.Const) and isinstance(one.value, str):
            yield one.lineno, one.value
