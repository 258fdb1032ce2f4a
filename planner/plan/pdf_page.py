"""The paper of a PDF: fonts, margins, page numbers, and the few shapes a plan is drawn with. Black and white is enough."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from planner.errors import UnknownNameError
from planner.plan.extras import needed

PAPERS = ("a4", "letter")
MARGIN, FOOT = 18.0, 16.0  # mm
SMALL, BODY, HEAD, TITLE = 8.0, 9.5, 12.0, 18.0  # points
LINE = 1.32  # line height in heights of the type
MISSING = "\ufffd"  # stands for a character that no font of the file has
_UNSEEN = ("Cc", "Cf", "Me")
_VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))
_TONE, _FLAG_LETTER = "emoji modifier fitzpatrick", "regional indicator symbol letter "
_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # no clock: the same plan gives the same bytes
_FAMILY, _ARABIC = "Noto Sans", "Noto Sans Arabic"
_FONTS = {
    _FAMILY: ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"),
    _ARABIC: ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
}
# Of the extra ``fonts``: each is opened when a text has a letter that the ones above do not.
_MORE = {
    "Noto Sans Hebrew": ("justmytype_intl_rtl", "fonts/ofl/notosanshebrew/NotoSansHebrew[wdth,wght].ttf"),
    "Noto Sans Thai": ("fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf"),
    "Noto Sans SC": ("justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"),
    "Noto Sans KR": ("justmytype_intl_cjk", "fonts/ofl/notosanskr/NotoSansKR[wght].ttf"),
}
_THIN = frozenset(_MORE) - {"Noto Sans Thai"}  # what these variable fonts draw by default
_BLACK = (0, 0, 0)
_COMPLEX, _SIMPLE_AGAIN = 0x0590, 0x1E00  # Hebrew, Arabic, the scripts of India, ...
_MM_PER_POINT = 25.4 / 72
_THICKER = 0.02  # of the type's size: letters of thin fonts, drawn as an outline, too
_BOLD = 0.03  # of the type's size: bold is drawn as an outline, for cutting it from the variable font takes ten seconds


class Paper:
    """A document of one paper size; ``foot`` stands below every page, beside its number."""

    def __init__(self, paper: str, title: str, foot: str) -> None:
        if paper not in PAPERS:
            raise UnknownNameError("paper", paper, PAPERS)
        self.pdf = _document(foot, paper)
        self._outline = 0.0
        self._added: list[str] = []
        self.lacking = False  # whether a letter was written that no font here has
        self.pdf.set_title(readable(title))
        self.pdf.set_lang("en-US")
        self.pdf.add_page()

    @property
    def width(self) -> float:
        """Between the margins, mm."""
        return float(self.pdf.epw)

    def write(self, text: str, size: float = BODY, bold: bool = False, indent: float = 0.0, after: float = 0.0) -> None:
        """A paragraph, broken over lines and, where it must be, over pages."""
        self.pdf.set_x(MARGIN + indent)
        self._font(size, bold)
        self._text(text, self.width - indent, size)
        self.gap(after)

    def heading(self, text: str, room_for: float = 18.0) -> None:
        """A heading that does not stand alone at the foot of a page."""
        self.gap(3.0)
        self.keep(room_for)
        self.write(text, HEAD, bold=True, after=0.8)
        self.rule()
        self.gap(1.2)

    def items(self, texts: Sequence[str], size: float = BODY) -> None:
        """A list with a dot before each text."""
        for text in texts:
            self.keep(self.height(text, size, self.width - 4.0))
            self._font(size)
            self.pdf.set_x(MARGIN)
            self.pdf.cell(4.0, _line(size), "\u2022")
            self.write(text, size, indent=4.0, after=0.5)

    def rule(self, dark: float = 0.0) -> None:
        """A line from margin to margin."""
        self.pdf.set_draw_color(round(255 * dark))
        self.pdf.set_line_width(0.2)
        self.pdf.line(MARGIN, self.pdf.get_y(), MARGIN + self.width, self.pdf.get_y())

    def gap(self, mm: float) -> None:
        """Some empty space, none at the head of a page."""
        if mm and self.pdf.get_y() > MARGIN:
            self.pdf.set_y(self.pdf.get_y() + mm)

    def keep(self, mm: float) -> None:
        """A new page, unless so much still has room on this one or fills more than a page anyway."""
        left = self.pdf.h - FOOT - self.pdf.get_y()
        if left < mm and mm < self.pdf.h - FOOT - MARGIN and self.pdf.get_y() > MARGIN:
            self.pdf.add_page()

    def height(self, text: str, size: float, width: float, bold: bool = False) -> float:
        """Of a paragraph, mm."""
        self._font(size, bold)
        shown = self._shaped(text)
        if "\n" not in shown and self.pdf.get_string_width(shown) < width - 2 * self.pdf.c_margin - 1:
            return _line(size)
        return float(self.pdf.multi_cell(width, _line(size), shown, align="L", dry_run=True, output="HEIGHT"))

    def row(
        self, cells: Sequence[str], widths: Sequence[float], sides: str, size: float = SMALL, bold: bool = False
    ) -> float:
        """A row of a table, kept on one page; ``sides``: L or R for each cell. Returns where it began, mm from the top."""
        tall = max(self.height(cell, size, width, bold) for cell, width in zip(cells, widths, strict=True))
        self.keep(tall + 0.8)
        self._font(size, bold)
        top, left = self.pdf.get_y(), MARGIN
        for cell, width, side in zip(cells, widths, sides, strict=True):
            self.pdf.set_xy(left, top + 0.4)
            self._text(cell, width, size, side)
            left += width
        if self.pdf.get_y() > top:  # no page was turned inside
            self.pdf.set_y(top + tall + 0.8)
        return float(top)

    def box(self, left: float, top: float, width: float, height: float, filled: bool = False) -> None:
        """A rectangle, its left edge counted from the margin."""
        self.pdf.set_draw_color(0)
        self.pdf.set_fill_color(110)
        self.pdf.set_line_width(0.2)
        self.pdf.rect(MARGIN + left, top, width, height, style="F" if filled else "D")

    def bytes(self) -> bytes:
        """The file."""
        with _quiet():
            return bytes(self.pdf.output())

    def close(self) -> None:
        """Lets go of the font files."""
        for font in self.pdf.fonts.values():
            font.ttfont.close()

    def _text(self, text: str, width: float, size: float, side: str = "L") -> None:
        if text:
            shown, outline = self._shaped(text), self._outline
            if _THIN & set(families(shown)):
                outline += _THICKER * size * _MM_PER_POINT
            tall = self.pdf.multi_cell(width, _line(size), shown, dry_run=True, output="HEIGHT") if outline else 0.0
            look: Any = nullcontext()
            if outline and self.pdf.get_y() + tall < self.pdf.h - FOOT:  # a look must end on the page where it began
                look = self.pdf.local_context(text_mode="FILL_STROKE", line_width=outline, draw_color=_BLACK)
            with look:
                self.pdf.multi_cell(width, _line(size), shown, align=side, new_x="LMARGIN", new_y="NEXT")

    def _shaped(self, text: str) -> str:
        """Readable text; the shaping of letters, which is slow, only for scripts that need it."""
        shown = readable(text)
        self.lacking = self.lacking or MISSING in shown
        for family in families(shown):
            if family not in self._added:
                self._added.append(family)
                with _quiet():
                    self.pdf.add_font(family, "", _more()[family][0])
                self.pdf.set_fallback_fonts([_ARABIC, *self._added], exact_match=False)
                self._font(self.pdf.font_size_pt, bool(self._outline))
        self.pdf.set_text_shaping(any(_COMPLEX <= ord(one) < _SIMPLE_AGAIN for one in shown))
        return shown

    def _font(self, size: float, bold: bool = False) -> None:
        self.pdf.set_font(_FAMILY, "", size)
        self._outline = _BOLD * size * _MM_PER_POINT if bold else 0.0


def _line(size: float) -> float:
    return size * _MM_PER_POINT * LINE


def readable(text: str) -> str:
    """Text as the fonts can show it: an emoji as its name, "[green salad]", a box for a letter that no font has, and nothing
    for what is not seen anyway: control characters, and marks that join or colour emoji."""
    return "".join(one if one in "\n " else _readable(one) for one in text)


def _readable(one: str) -> str:
    known = _is_known(ord(one))
    if one.isprintable() and one not in _VARIANTS and known:
        return one
    if one.isspace():
        return one if known else " "
    if unicodedata.category(one) in _UNSEEN or one in _VARIANTS:
        return ""
    name = unicodedata.name(one, "").lower()
    if name.startswith(_TONE):
        return ""
    if name.startswith(_FLAG_LETTER):
        return name[-1].upper()
    return f"[{name}]" if name and unicodedata.category(one) == "So" else MISSING


@cache
def _fonts() -> dict[str, Path]:
    return {
        family: Path(needed(package, "a PDF").__file__).parent / "files" / name
        for family, (package, name) in _FONTS.items()
    }


@cache
def _characters() -> frozenset[int]:
    return frozenset().union(*(_of(path) for path in _fonts().values()))


def _of(path: Path) -> frozenset[int]:
    with needed("fontTools.ttLib", "a PDF").TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _more() -> dict[str, tuple[Path, frozenset[int]]]:
    """Those of the further fonts that are installed, with their characters."""
    found = {}
    for family, (package, name) in _MORE.items():
        place = find_spec(package)
        for folder in place.submodule_search_locations or () if place else ():
            if (path := Path(folder) / name).exists():
                found[family] = path, _of(path)
    return found


def _is_known(character: int) -> bool:
    return character in _characters() or any(character in letters for _, letters in _more().values())


def families(text: str) -> list[str]:
    """The further fonts that a readable text needs."""
    rest = {ord(one) for one in text if one != "\n"} - _characters()
    found = []
    for family, (_, letters) in _more().items() if rest else ():
        if rest & letters:
            found.append(family)
            rest -= letters
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the messages of the font tools about tables that a subset leaves out."""
    loggers = [logging.getLogger(name) for name in ("fontTools", "fpdf")]
    before = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for one, level in zip(loggers, before, strict=True):
            one.setLevel(level)


def _document(foot: str, paper: str) -> Any:
    fpdf = needed("fpdf", "a PDF")
    needed("uharfbuzz", "a PDF")

    class Document(fpdf.FPDF):  # type: ignore[misc, name-defined]
        def footer(self) -> None:
            self.set_y(-FOOT + 4)
            self.set_font(_FAMILY, "", SMALL)
            self.set_text_shaping(False)
            self.cell(self.epw - 20, 5, foot, align="L")
            self.cell(20, 5, f"Page {self.page_no()} of {{nb}}", align="L")

    document = Document(orientation="portrait", unit="mm", format=paper)
    document.set_margins(MARGIN, MARGIN, MARGIN)
    document.set_auto_page_break(True, margin=FOOT)
    document.set_creation_date(_MADE)
    with _quiet():
        for family, path in _fonts().items():
            document.add_font(family, "", path)
    document.set_fallback_fonts([_ARABIC], exact_match=False)
    return document
