"""What holds for a whole Word file: language, direction, fonts, styles, running head and page numbers."""

import docx
from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from upr_portal.languages import direction

# Word's names of our languages, with the place that its spelling checkers want.
PLACES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ar": "ar-SA", "ru": "ru-RU", "zh-hans": "zh-CN"}
LATIN, CHINESE = "Arial", "Microsoft YaHei"
BLUE, GREY = RGBColor(0x0E, 0x4A, 0x63), RGBColor(0x48, 0x51, 0x57)
HEADINGS = {"Title": 28, "Heading 1": 18, "Heading 2": 14, "Heading 3": 11}


def new_document(report: dict, language: str) -> WordDocument:
    """An empty file that says its title and language, with our styles."""
    word = docx.Document()
    core = word.core_properties
    core.title, core.subject, core.author = report["title"]["text"], report["kind"], _("UPR portal")
    core.language, core.comments, core.keywords = PLACES[language], "", ""
    set_page(word, language)
    set_styles(word, language)
    set_head_and_foot(word, report, language)
    # Page numbers in the contents are counted by Word when the file is opened.
    word.settings.element.append(element("w:updateFields", val="true"))
    return word


def element(tag: str, **attributes: str) -> OxmlElement:
    """`element("w:lang", val="fr-FR")`."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def set_page(word: WordDocument, language: str) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(24)
    page.top_margin, page.bottom_margin = Mm(26), Mm(24)
    page.different_first_page_header_footer = True
    if direction(language) == "rtl":
        page._sectPr.append(element("w:bidi"))


def set_styles(word: WordDocument, language: str) -> None:
    styles = word.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("w:lang", val=PLACES[language], eastAsia="zh-CN", bidi="ar-SA"))
    recommendation = styles.add_style("Recommendation", WD_STYLE_TYPE.PARAGRAPH)
    recommendation.base_style = styles["Normal"]
    recommendation.paragraph_format.keep_together = True
    shade(recommendation, "right" if direction(language) == "rtl" else "left")
    for name in ["Normal", "Caption", "List Bullet", "List Bullet 2", "Header", "Footer", *HEADINGS]:
        set_font(styles[name], HEADINGS.get(name), language)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    set_size(styles["Normal"], 11 if direction(language) == "rtl" else 10)
    styles["Caption"].paragraph_format.keep_with_next = True


def shade(style, start: str) -> None:
    """The ground and the line at the start by which the paper shows a recommendation."""
    borders = element("w:pBdr")
    borders.append(element(f"w:{start}", val="single", sz="24", space="8", color="F3C969"))
    properties = style.element.get_or_add_pPr()
    properties.append(borders)
    properties.append(element("w:shd", val="clear", color="auto", fill="EEF1EE"))


def set_font(style, size: int | None, language: str) -> None:
    """Fonts that are everywhere, also for scripts that Word calls complex; the size for both."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = element("w:rFonts", ascii=LATIN, hAnsi=LATIN, cs=LATIN, eastAsia=CHINESE)
    properties.insert(0, fonts)
    if size:
        set_size(style, size)
        style.font.color.rgb, style.font.bold, style.font.cs_bold = BLUE, True, True
        style.paragraph_format.keep_with_next = True
    if style.name == "Caption":
        set_size(style, 10)
        style.font.color.rgb, style.font.cs_bold = RGBColor(0x1B, 0x22, 0x26), True


def set_head_and_foot(word: WordDocument, report: dict, language: str) -> None:
    page = word.sections[0]
    head, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    head.add_run(report["title"]["text"])
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    words = _("Page %(page)s of %(pages)s") % {"page": "\0PAGE\0", "pages": "\0NUMPAGES\0"}
    for piece in filter(None, words.split("\0")):
        add_field(foot, piece) if piece in ("PAGE", "NUMPAGES") else foot.add_run(piece)
    for paragraph in (head, foot):
        turn(paragraph, language)
        for run in paragraph.runs:
            set_size(run, 8.5)
            run.font.color.rgb = GREY
            turn_run(run, language)


def add_field(paragraph, instruction: str, shown: str = "1"):
    """A field that Word counts, such as PAGE; `shown` until it has. Returns the run of what is shown."""
    begin_field(paragraph, instruction)
    result = paragraph.add_run(shown)
    end_field(paragraph)
    return result


def begin_field(paragraph, instruction: str) -> None:
    """What follows, until `end_field`, is shown until Word has filled the field."""
    text = element("w:instrText")
    text.text = f" {instruction} "
    text.set(qn("xml:space"), "preserve")
    for part in (element("w:fldChar", fldCharType="begin"), text, separator()):
        paragraph.add_run()._r.append(part)


def separator() -> OxmlElement:
    return element("w:fldChar", fldCharType="separate")


def end_field(paragraph) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def set_size(thing, points: float) -> None:
    """The size of a run or a style, also for scripts that Word calls complex."""
    thing.font.size = Pt(points)
    properties = thing.element.get_or_add_rPr()
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    properties.append(element("w:szCs", val=str(round(2 * points))))


def turn(paragraph, language: str) -> None:
    """Let a paragraph read in the direction of its language."""
    if direction(language) == "rtl":
        properties = paragraph._p.get_or_add_pPr()
        properties.append(element("w:bidi"))


def turn_run(run, language: str) -> None:
    """Name the language of a run, and its direction."""
    properties = run._r.get_or_add_rPr()
    if direction(language) == "rtl":
        properties.append(element("w:rtl"))
    place = PLACES.get(language, language)
    kind = {"ar": "bidi", "zh-hans": "eastAsia"}.get(language, "val")
    properties.append(element("w:lang", **{kind: place}))
