"""The tags of a practice's Word template, and what is wrong with them: which tag, in which paragraph, and what to do.

Word shows no lines and no columns, so a mistake is told by the paragraph it stands in. Everything is looked at before
the template is compiled: what Jinja2 or docxtpl would say of it is written for programmers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, TemplateError, nodes

from priorauth.documents.letter.docx_paragraphs import DOCUMENT, PROPERTIES, WordParagraph, pages, paragraphs
from priorauth.reading import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LOOSE = re.compile(r"\{\{|\{%|\}\}|%\}")
_ONE_BRACE = re.compile(r"\{\s*[a-z_]+(?:\.[a-z_]+)*\s*\}")
_INSIDE = re.compile(
    r"\{[{%]-?(?P<whole>p|tr|tc|r)?\s+(?P<words>.*?)\s*-?[}%]\}$|\{[{%]-?(?P<tight>.*?)-?[}%]\}$", re.DOTALL
)
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")  # Word makes them round, and docxtpl straight again
_ENDS = {"endif": "if", "endfor": "for"}
_BETWEEN = {"else": ("if", "for"), "elif": ("if",)}
_OF_DOCXTPL = {"colspan", "cellbg", "hm", "vm"}
_OF_THE_PATIENT = re.compile(r"\b(patient|coverage|subject|body)\b")
_GIVEN = re.compile(r"^for (\w+) in\b")
_NOTICE = re.compile(r"\{\{-?\s*notice\b")
_TRACKED = re.compile(rb"<w:(ins|del|moveFrom|moveTo)[ >]")
_KNOWN_WORDS = (*_ENDS.values(), *_ENDS, *_BETWEEN, "set", *sorted(_OF_DOCXTPL))
_LOOP = {
    "index": "",
    "index0": "",
    "first": "",
    "last": "",
    "length": "",
    "revindex": "",
    "previtem": "",
    "nextitem": "",
}
_LISTED = "The names are listed in docs/templates.md."


class TagFault(NamedTuple):
    """What is wrong in a template."""

    where: str
    """The paragraph, with its first words; empty where the whole file is meant."""
    what: str
    fix: str


class _Open(NamedTuple):
    """An ``if`` or ``for`` whose end is still to come."""

    word: str
    whole: str
    """What it takes away with it: a paragraph (``p``), a table's row or cell, a run; empty: nothing but itself."""
    tag: str
    where: str
    names: Mapping[str, Any]
    """What may be named outside it."""


class _Mistake(Exception):
    """One mistake, on its way to the paragraph in which it was made."""

    def __init__(self, what: str, fix: str) -> None:
        self.what, self.fix = what, fix
        super().__init__(what)


def faults(parts: Mapping[str, bytes], names: Mapping[str, Any], environment: Environment) -> Iterator[TagFault]:
    """Everything that is wrong with the tags of a template, in the order in which it is read.

    Args:
        parts: the parts of the file.
        names: what may be named, as a letter would give it: texts, lists and groups of these.
        environment: by which the tags will be filled.
    """
    by_part: dict[str, list[WordParagraph]] = {}
    for paragraph in paragraphs(parts):
        by_part.setdefault(paragraph.part, []).append(paragraph)
    for found in by_part.values():
        yield from _Part(names, environment).faults(found)
    bodies = [one for one in by_part.get(DOCUMENT, []) for tag in _TAG.findall(one.text) if _is_body(tag)]
    if not bodies:
        yield TagFault("", "This template has no place for the letter.", "Write {{p body }} on a line of its own.")
    for second in bodies[1:]:
        yield TagFault(second.found, "The letter would stand here a second time.", "Leave one {{p body }} in the file.")
    warned = {one.part for found in by_part.values() for one in found if _NOTICE.search(one.text)}
    for name in dict.fromkeys(name for name, shown in pages(parts) if not shown & warned):
        yield TagFault(
            "", f"A draft would not say on {name} that it is one.", "Write {{ notice }} into a header or footer."
        )
    if any(_TRACKED.search(parts[part]) for part in by_part):
        yield TagFault("", "This template has tracked changes.", "Accept or reject them in Word (Review), and save it.")


class _Part:
    """One part of the file, read paragraph by paragraph: an ``if`` and its end stand in the same part."""

    def __init__(self, names: Mapping[str, Any], environment: Environment) -> None:
        self._names = dict(names)
        self._environment = environment
        self._open: list[_Open] = []

    def faults(self, found: list[WordParagraph]) -> Iterator[TagFault]:
        for paragraph in found:
            try:
                self._brackets(paragraph)
            except _Mistake as mistake:
                yield TagFault(paragraph.found, mistake.what, mistake.fix)
            for match in _TAG.finditer(paragraph.text):
                try:
                    self._tag(match, paragraph)
                except _Mistake as mistake:
                    yield TagFault(paragraph.found, mistake.what, mistake.fix)
        for one in self._open:
            yield TagFault(
                one.where,
                f"The tag {one.tag} has no end.",
                f"Write {{% end{one.word} %}} where it ends, in the same header, footer or body.",
            )

    def _brackets(self, paragraph: WordParagraph) -> None:
        without = _TAG.sub(lambda tag: " " * len(tag[0]), paragraph.text)
        if loose := _LOOSE.search(without):
            if loose[0] in ("{{", "{%"):
                tag = " ".join(without[loose.start() :].split())[:40]
                end = "}}" if loose[0] == "{{" else "%}"
                raise _Mistake(f"The tag {tag} is not closed.", f"Write {end} after it, in the same paragraph.")
            raise _Mistake(f"The braces {loose[0]} close no tag.", "Delete them, or write the tag's beginning.")
        if (one := _ONE_BRACE.search(without)) and one[0].strip("{ }").split(".")[0] in self._names:
            raise _Mistake(f"The tag {one[0]} has one brace on each side.", f"Write {{{one[0]}}}.")

    def _tag(self, match: re.Match[str], paragraph: WordParagraph) -> None:
        tag = match[0]
        if tag.startswith("{#"):
            return
        inside = _INSIDE.match(tag)
        whole, words = ("", "") if inside is None else (inside["whole"] or "", inside["words"] or inside["tight"] or "")
        words = " ".join(words.translate(_STRAIGHT).split())
        try:
            self._place(tag, whole, match, paragraph)
        finally:  # an "if" opens even where it may not stand; else its end would be told as a second mistake
            if tag.startswith("{%"):
                self._statement(tag, whole, words, paragraph)
            else:
                self._printed(tag, whole, words)

    def _place(self, tag: str, whole: str, match: re.Match[str], paragraph: WordParagraph) -> None:
        """Whether the tag may stand where it stands."""
        if paragraph.part == PROPERTIES:
            if _OF_THE_PATIENT.search(tag):
                raise _Mistake(
                    f"The tag {tag} would show the patient in lists of files.", "Write {{ title }}, which names nobody."
                )
        else:
            holders = {id(holder) for _, holder in paragraph.letters[match.start() : match.end()]}
            if len(holders) > 1:
                raise _Mistake(
                    f"The tag {tag} stands partly in a link, a field or a tracked change.",
                    "Delete it and type it anew as plain text.",
                )
        if _is_body(tag):
            if paragraph.part != DOCUMENT or paragraph.apart:
                raise _Mistake(
                    f"The tag {tag} stands where a letter cannot.",
                    "Put it into the body of the document, outside tables and text boxes.",
                )
            if whole != "p":
                raise _Mistake(f"The tag {tag} lacks the p of a whole paragraph.", "Write {{p body }}.")
        if whole == "p" and paragraph.text.replace(tag, "", 1).strip():
            raise _Mistake(
                f"The tag {tag} needs a paragraph of its own: the other words in it would be lost.",
                "Press Enter before and after it.",
            )

    def _statement(self, tag: str, whole: str, words: str, paragraph: WordParagraph) -> None:
        """Reads what stands between ``{%`` and ``%}``."""
        word, _, rest = words.partition(" ")
        if word in _ENDS:
            if not self._open or self._open[-1].word != _ENDS[word]:
                raise _Mistake(f"The tag {tag} ends what was not begun.", f"Delete it, or write its {_ENDS[word]}.")
            begun = self._open.pop()
            self._names = dict(begun.names)
            if begun.whole != whole:
                raise _Mistake(f"The tag {tag} ends {begun.tag} in another way.", f"Write {{%{begun.whole} {word} %}}.")
        elif word in _BETWEEN:
            if not self._open or self._open[-1].word not in _BETWEEN[word]:
                raise _Mistake(f"The tag {tag} belongs between an if and its endif.", "Delete it, or write the if.")
            if word == "elif":
                self._read(tag, f"{{% if {rest} %}}{{% endif %}}")
        elif word in ("if", "for"):
            self._open.append(_Open(word, whole, tag, paragraph.found, dict(self._names)))
            # Even where the rest of a "for" is wrong, so that its mistake is not told again for each use of the name.
            self._names |= dict.fromkeys(_GIVEN.findall(words), "")
            tree = self._read(tag, f"{{% {words} %}}{{% end{word} %}}")
            for loop in tree.find_all(nodes.For):
                items = self._meant(loop.iter)
                item = items[0] if isinstance(items, list) and items else ""
                self._names |= {one.name: item for one in _targets(loop.target)} | {"loop": _LOOP}
        elif word == "set":
            tree = self._read(tag, f"{{% {words} %}}")
            self._names |= {one.name: "" for given in tree.find_all(nodes.Assign) for one in _targets(given.target)}
        elif word in _OF_DOCXTPL:
            if rest:
                self._read(tag, f"{{{{ {rest} }}}}")
        else:
            raise _Mistake(
                f"The tag {tag} is none of those that there are.",
                _hint(word, _KNOWN_WORDS) or "There are if, elif, else, endif, for, endfor and set.",
            )

    def _printed(self, tag: str, whole: str, words: str) -> None:
        """Reads what stands between ``{{`` and ``}}``."""
        tree = self._read(tag, f"{{{{ {words} }}}}")
        printed = [one for output in tree.find_all(nodes.Output) for one in output.nodes]
        meant = self._meant(printed[0]) if len(printed) == 1 else ""
        if isinstance(meant, dict):
            first = ", ".join(f"{words}.{name}" for name in list(meant)[:3])
            raise _Mistake(f"The tag {tag} names a group of texts and not one of them.", f"Write {first} or another.")
        if isinstance(meant, list):
            raise _Mistake(
                f"The tag {tag} names a list.",
                f"Go through it: {{%p for one in {words} %}}, {{{{ one }}}}, {{%p endfor %}}.",
            )
        if whole and words != "body":
            raise _Mistake(f"The tag {tag} names a text, which stands in a paragraph.", f"Write {{{{ {words} }}}}.")

    def _read(self, tag: str, source: str) -> nodes.Template:
        """The tag as Jinja2 understands it, with every name in it known."""
        try:
            self._environment.compile(source, raw=True)  # which also looks for filters
            tree = self._environment.parse(source)
        except TemplateError as error:
            told = (error.message or "").rstrip(".")
            raise _Mistake(f"The tag {tag} cannot be read: {told}.", "Correct it in Word.") from None
        own = {one.name for loop in tree.find_all(nodes.For) for one in _targets(loop.target)}
        for path in _paths(tree):
            if path[0] not in own and not _known(path, self._names):
                wrong = ".".join(path)
                hint = _hint(wrong, _dotted(self._names))
                raise _Mistake(f"The tag {tag} names what is not there: {wrong}.", f"{hint} {_LISTED}".strip())
        return tree

    def _meant(self, node: nodes.Node) -> Any:
        """The value that a name stands for; an empty text for anything else."""
        path = _path(node)
        value: Any = self._names
        for step in path or ():
            value = value.get(step, "") if isinstance(value, dict) else ""
        return value if path else ""


def _is_body(tag: str) -> bool:
    return re.fullmatch(r"\{\{-?(?:p|tr|tc|r)?\s*body\s*-?\}\}", tag) is not None


def _hint(word: str, known: Iterable[str]) -> str:
    near = nearest(word, known, 2)
    return f"Did you mean {' or '.join(near)}?" if near else ""


def _targets(target: nodes.Node) -> Iterator[nodes.Name]:
    return target.find_all(nodes.Name) if not isinstance(target, nodes.Name) else iter([target])


def _paths(node: nodes.Node) -> Iterator[tuple[str, ...]]:
    """Each name that is asked for, with what is asked of it."""
    path = _path(node)
    if path:
        yield path
        return
    for child in node.iter_child_nodes():
        yield from _paths(child)


def _path(node: nodes.Node) -> tuple[str, ...]:
    """``("patient", "name")`` of ``patient.name`` and of ``patient["name"]``; nothing of anything else."""
    match node:
        case nodes.Name(ctx="load", name=name):
            return (name,)
        case nodes.Getattr(node=of, attr=attribute):
            return (*before, attribute) if (before := _path(of)) else ()
        case nodes.Getitem(node=of, arg=nodes.Const(value=str(key))):
            return (*before, key) if (before := _path(of)) else ()
        case _:
            return ()


def _known(path: tuple[str, ...], names: Mapping[str, Any]) -> bool:
    value: Any = names
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True


def _dotted(names: Mapping[str, Any], before: str = "") -> list[str]:
    """Every name of a text or a list: ``patient.name``."""
    found: list[str] = []
    for name, value in names.items():
        found += _dotted(value, f"{before}{name}.") if isinstance(value, dict) else [f"{before}{name}"]
    return found
