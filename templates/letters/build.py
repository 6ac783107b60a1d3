"""Builds ``letter.docx``, the letter's template for Word, from the parts written here.

The shipped template is small and has nothing in it that a letter does not use. A practice changes a copy of it in Word.
What is fixed are the names of its styles and its tags: those of ``priorauth.documents.letter.sheet.NAMES``,
``logo`` and, on a paragraph of its own, ``{{p body }}``.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

INK, GRAY, LINE, RED = "1D4568", "555555", "969696", "A61B1B"
FACE = "Cambria"
TEXT_WIDTH = 9360  # twentieths of a point: 6.5 inches between margins of one inch

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OPEN = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = ("header1", "header2", "footer1", "footer2", "styles", "numbering", "settings")


def paragraph(style: str, words: str) -> str:
    """A paragraph of one run."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def field(code: str) -> str:
    """A run that Word computes, such as the page's number."""
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


NOTICE = "".join(
    (
        paragraph("DraftNotice", "{%p if notice %}"),
        paragraph("DraftNotice", "{{ notice }}"),
        paragraph("DraftNotice", "{%p endif %}"),
    )
)

TAB = "<w:r><w:tab/></w:r>"

DEFAULTS = (
    f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:eastAsia="{FACE}" '
    f'w:cs="{FACE}"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US"/></w:rPr></w:rPrDefault><w:pPrDefault>'
    '<w:pPr><w:spacing w:after="0" w:line="245" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
)


def first_header() -> str:
    """The letterhead: name and lines on the left, the logo on the right, a rule below."""
    left = "".join(
        (
            paragraph("LetterheadName", "{{ letterhead.name }}"),
            paragraph("LetterheadLine", "{%p for line in letterhead.lines %}"),
            paragraph("LetterheadLine", "{{ line }}"),
            paragraph("LetterheadLine", "{%p endfor %}"),
        )
    )
    right = (
        '<w:p><w:pPr><w:pStyle w:val="LetterheadLine"/><w:jc w:val="right"/></w:pPr>'
        "<w:r><w:t>{{ logo }}</w:t></w:r></w:p>"
    )
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>{inside}</w:tc>'
        for width, inside in ((7360, left), (2000, right))
    )
    table = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="7360"/><w:gridCol w:w="2000"/></w:tblGrid><w:tr>{cells}</w:tr></w:tbl>'
    )
    return f"<w:hdr {_OPEN}>{NOTICE}{table}{paragraph('LetterheadRule', '')}</w:hdr>"


def next_header() -> str:
    """From the second page on: who writes, and about whom."""
    line = (
        '<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:t>{{ letterhead.name }}</w:t></w:r>'
        f"{TAB}<w:r><w:t>{{{{ subject }}}}</w:t></w:r></w:p>"
    )
    return f"<w:hdr {_OPEN}>{NOTICE}{line}</w:hdr>"


def footer() -> str:
    """The footer's words, and the page's number."""
    page = f'<w:r><w:t xml:space="preserve">Page </w:t></w:r>{field("PAGE")}'
    pages = f'<w:r><w:t xml:space="preserve"> of </w:t></w:r>{field("NUMPAGES")}'
    return (
        f'<w:ftr {_OPEN}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t>{{{{ footer }}}}</w:t></w:r>'
        f"{TAB}{page}{pages}</w:p></w:ftr>"
    )


def document() -> str:
    """One place for the content, on letter paper."""
    section = (
        '<w:sectPr><w:headerReference w:type="first" r:id="rId1"/><w:headerReference w:type="default" r:id="rId2"/>'
        '<w:footerReference w:type="first" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1220" w:right="1440" w:bottom="1040" w:left="1440" '
        'w:header="560" w:footer="560" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )
    return f"<w:document {_OPEN}><w:body>{paragraph('BodyText', '{{p body }}')}{END}{section}</w:body></w:document>"


END = '<w:p><w:pPr><w:pStyle w:val="LetterEnd"/></w:pPr></w:p>'  # Word wants a paragraph after a last table


def style(
    kind: str, name: str, *, based: str = "Normal", next_style: str = "", ppr: str = "", rpr: str = "", more: str = ""
) -> str:
    """A style; its id is its name without spaces, each word with a capital."""
    key = style_id(name)
    own = "" if name in BUILT_IN else ' w:customStyle="1"'
    parent = f'<w:basedOn w:val="{based}"/>' if based else ""
    following = f'<w:next w:val="{next_style}"/>' if next_style else ""
    return (
        f'<w:style w:type="{kind}"{own} w:styleId="{key}"><w:name w:val="{name}"/>{parent}{following}<w:qFormat/>'
        + (f"<w:pPr>{ppr}</w:pPr>" if ppr else "")
        + (f"<w:rPr>{rpr}</w:rPr>" if rpr else "")
        + f"{more}</w:style>"
    )


def style_id(name: str) -> str:
    """``heading 1`` as Word writes it: ``Heading1``."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


BUILT_IN = {
    "Body Text", "List Bullet", "List Number", "Signature", "caption", "footer", "header",
    "heading 1", "heading 2", "heading 3",
}  # fmt: skip


def heading(level: int, *, before: int, after: int, look: str) -> str:
    """The style of a heading, which stays with what follows it."""
    ppr = f"<w:keepNext/><w:keepLines/>{spacing(before, after)}" + f'<w:outlineLvl w:val="{level - 1}"/>'
    return style("paragraph", f"heading {level}", next_style="BodyText", ppr=ppr, rpr=look)


def spacing(before: int = 0, after: int = 0, exact_line: int = 0) -> str:
    """Space before and after a paragraph and, if given, its lines' height; in twentieths of a point."""
    line = f' w:line="{exact_line}" w:lineRule="exact"' if exact_line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{line}/>'


def color(value: str) -> str:
    """The color of letters."""
    return f'<w:color w:val="{value}"/>'


def size(half_points: int) -> str:
    """The size of letters."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def border(side: str, eighths: int, value: str, space: int = 0) -> str:
    """One side's border: its width in eighths of a point, its color, its distance in points."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{value}"/>'


def table_style(name: str, *, borders: str, margin: int, header: str = "") -> str:
    """A table's style: borders, the space left and right in cells, and the look of its header row."""
    properties = (
        f'<w:tblPr>{borders}<w:tblCellMar><w:top w:w="25" w:type="dxa"/><w:left w:w="{margin}" w:type="dxa"/>'
        f'<w:bottom w:w="25" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    return style("table", name, based="TableNormal", more=properties + header)


def styles() -> str:
    """Every style that a letter uses, and no other."""
    bold, italic, ink, gray = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>", color(INK), color(GRAY)
    centered = '<w:jc w:val="center"/>'
    box = "".join(border(side, 6, RED, 2) for side in ("top", "left", "bottom", "right"))
    inside_the_margins = '<w:ind w:left="55" w:right="55"/>'  # Word draws a border outside the text
    rule = f"<w:pBdr>{border('bottom', 12, INK)}</w:pBdr>"
    rows = border("top", 8, INK) + border("bottom", 4, LINE) + border("insideH", 4, LINE)
    header = (
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>{border("bottom", 8, INK)}</w:tcBorders>'
        '<w:shd w:val="clear" w:color="auto" w:fill="E8E8E8"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    )
    right_tab = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    bullet = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    number = '<w:tabs><w:tab w:val="left" w:pos="400"/></w:tabs>', '<w:ind w:left="400" w:hanging="300"/>'
    all_styles = (
        DEFAULTS,
        style("paragraph", "Body Text", ppr=spacing(after=70)),
        heading(1, before=220, after=90, look=bold + ink + size(26)),
        heading(2, before=180, after=60, look=bold + ink + size(22)),
        heading(3, before=140, after=60, look=bold + italic),
        style("paragraph", "List Bullet", ppr=bullet + spacing(after=50)),
        style("paragraph", "List Number", ppr=number[0] + spacing(after=40) + number[1]),
        style("paragraph", "Figure", ppr=f"<w:keepNext/>{spacing(160, 60)}"),
        style("paragraph", "caption", ppr=spacing(60, 160) + centered, rpr=size(18)),
        style("paragraph", "Signature", ppr=spacing()),
        style(
            "paragraph",
            "Table Text",
            ppr='<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>',
            rpr=size(18),
        ),
        style("paragraph", "Table Heading", based="TableText", ppr="<w:keepNext/>", rpr=bold),
        style("paragraph", "Letter End", ppr=spacing(exact_line=20), rpr=size(2)),
        style(
            "paragraph",
            "Draft Notice",
            ppr=f"<w:pBdr>{box}</w:pBdr>{spacing(after=100)}{inside_the_margins}{centered}",
            rpr=bold + color(RED) + '<w:spacing w:val="12"/>' + size(18),
        ),
        style("paragraph", "Letterhead Name", ppr=spacing(after=40), rpr=bold + ink + size(32)),
        style("paragraph", "Letterhead Line", rpr=gray + size(18)),
        style("paragraph", "Letterhead Rule", ppr=rule + spacing(after=200, exact_line=80), rpr=size(4)),
        style("paragraph", "header", ppr=right_tab + spacing(after=160), rpr=gray + size(17)),
        style(
            "paragraph", "footer", ppr=f"<w:pBdr>{border('top', 4, LINE, 4)}</w:pBdr>{right_tab}", rpr=gray + size(17)
        ),
        table_style("Letter Table", borders=f"<w:tblBorders>{rows}</w:tblBorders>", margin=80, header=header),
        table_style("Letter Facts", borders="", margin=0),
    )
    return f"<w:styles {_OPEN}>{''.join(all_styles)}</w:styles>"


def numbering() -> str:
    """The bullet of ``List Bullet``."""
    return (
        f'<w:numbering {_OPEN}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>'
        '<w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="400" w:hanging="240"/></w:pPr></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def settings() -> str:
    """Word's present mode, so that it does not open the letter as an old document."""
    return (
        f'<w:settings {_OPEN}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        "</w:settings>"
    )


def properties() -> str:
    """What the file says of itself. It names no day: the letter does."""
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{{ title }}</dc:title>'
        "<dc:creator>{{ letterhead.name }}</dc:creator><dc:language>en-US</dc:language></cp:coreProperties>"
    )


def content_types() -> str:
    """What each part is."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{word}.{name.rstrip("12")}+xml"/>' for name in _PARTS
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>{parts}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def relationships() -> tuple[str, str]:
    """Of the package, and of the document: ``rId1`` and on, in the order of the parts."""
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    package = (
        f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/>'
    )
    parts = "".join(
        f'<Relationship Id="rId{place}" Type="{_R}/{name.rstrip("12")}" Target="{name}.xml"/>'
        for place, name in enumerate(_PARTS, start=1)
    )
    return tuple(f'<Relationships xmlns="{_RELATIONSHIPS}">{one}</Relationships>' for one in (package, parts))


def letter_docx() -> bytes:
    """The template's file; the same bytes each time."""
    of_package, of_document = relationships()
    parts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": of_package,
        "docProps/core.xml": properties(),
        "word/_rels/document.xml.rels": of_document,
        "word/document.xml": document(),
        "word/footer1.xml": footer(),
        "word/footer2.xml": footer(),
        "word/header1.xml": first_header(),
        "word/header2.xml": next_header(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/styles.xml": styles(),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, xml in parts.items():
            package.writestr(zipfile.ZipInfo(name), _DECLARATION + xml, zipfile.ZIP_DEFLATED)
    return file.getvalue()


if __name__ == "__main__":
    Path(__file__).with_name("letter.docx").write_bytes(letter_docx())
