"""Recognition; ``make setup-ocr ocr`` installs the extra and runs these (about a minute)."""

from __future__ import annotations

import io
import socket
import struct
import zlib
from dataclasses import replace

import pypdfium2
import pytest
from rapidfuzz.distance import Indel

from auditor.core.document import Document
from auditor.core.errors import ReadError
from auditor.reading import recognition
from auditor.reading.base import read_bytes
from auditor.reading.options import DEFAULTS
from tests.reading.make_pdf_data import report
from tests.reading.pdf_files import Paper
from tests.reading.scan_files import FORM, saved, scanned_page, scanned_pdf
from tests.reading.test_pdf import cells, pictured

pytestmark = [
    pytest.mark.ocr,
    pytest.mark.skipif(not recognition.installed(), reason="pip install 'auditor[ocr]'"),
]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection fails the test: models come from the wheel."""

    def refuse(*_: object) -> None:
        raise AssertionError("recognition opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def bare(document: Document) -> str:
    return "".join(document.folded.split())


def shares(truth: Document, found: Document) -> tuple[float, float]:
    """The share of characters recovered, and of cells with the right text at the right place."""
    right = total = 0
    for number, table in enumerate(truth.tables):
        known = cells(found.tables[number]) if number < len(found.tables) else {}
        for place, (_, _, text) in cells(table).items():
            total += 1
            right += known.get(place, (0, 0, None))[2] == text
    return Indel.normalized_similarity(bare(truth), bare(found)), right / total


def test_a_scanned_report_keeps_its_words_and_cells() -> None:
    """Four pages at 200 dpi, turned by ±0.6°, with noise; the form runs over three pages."""
    truth = read_bytes(report(), "a.docx")
    found = read_bytes(scanned_pdf(range(4)), "a.pdf")
    characters, right = shares(truth, found)
    assert characters >= 0.98
    assert right >= 0.97
    assert len(found.tables) == len(truth.tables)
    assert found.reader == "pypdfium2+rapidocr"


@pytest.mark.parametrize(("turn", "kind"), [(0, "PNG"), (90, "BMP"), (180, "JPEG"), (270, "TIFF")])
def test_pictures_lie_any_way_round(turn: int, kind: str) -> None:
    picture = scanned_page(3, 0.0, 4.0).crop((0, 0, 1654, 1200)).rotate(turn, expand=True)
    found = read_bytes(saved(picture, kind), f"a.{kind.lower()}")
    total = next(cell for cell in found.tables[0].cells if cell.text == "97.23")
    assert total.col == 7
    (origin,) = found.origins_of(total.span)
    assert origin.box is not None
    left, top, right, bottom = origin.box
    x, y = (left + right) / 2, (top + bottom) / 2
    width, height = picture.size
    upright = {0: (x, y), 90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x)}
    across, down = upright[turn]
    assert 1240 < across < 1340
    assert 960 < down < 1050


def test_a_photograph_is_laid_square() -> None:
    """Perspective, a dark table under the sheet, uneven light."""
    cv2, numpy = pytest.importorskip("cv2"), pytest.importorskip("numpy")
    page = numpy.asarray(scanned_page(3, 0.0, 4.0))[:1300]
    height, width = page.shape
    corners = numpy.float32([[0, 0], [width, 0], [width, height], [0, height]])
    bent = numpy.float32(
        [[150, 140], [width + 40, 90], [width + 110, height + 70], [80, height + 110]]
    )
    matrix = cv2.getPerspectiveTransform(corners, bent)
    photo = cv2.warpPerspective(page, matrix, (width + 200, height + 200), borderValue=60)
    light = numpy.linspace(1.0, 0.7, width + 200)[None, :]
    found = read_bytes(cv2.imencode(".jpg", (photo * light).astype("uint8"))[1].tobytes(), "a.jpg")
    truth = read_bytes(saved(scanned_page(3, 0.0, 4.0).crop((0, 0, width, height)), "PNG"), "b.png")
    assert cells(found.tables[0]) == cells(truth.tables[0])
    total = next(cell for cell in found.tables[0].cells if cell.text == "97.23")
    (origin,) = found.origins_of(total.span)
    assert origin.box is not None
    left, top, right, bottom = origin.box
    ((x, y),) = cv2.perspectiveTransform(numpy.float32([[[1290, 1005]]]), matrix)[0]
    assert left - 15 < x < right + 15
    assert top - 15 < y < bottom + 15


def test_frames_of_a_tiff_are_pages() -> None:
    pages = [scanned_page(index, 0.3) for index in (2, 3)]
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    found = read_bytes(data, "a.tif")
    assert len(found.tables) == 1
    assert {origin.page for origin in found.origins} == {1, 2}


def test_pages_with_and_without_words_in_one_file() -> None:
    found = read_bytes(pictured(), "a.pdf")
    assert found.text.startswith("预算执行率97.28%，较上年提高1.6个百分点。\n")
    assert "整体支出绩效自评报告" in found.text


def test_recognition_of_all_pages_on_demand() -> None:
    paper = Paper()
    paper.text(72, 80, "全年完成渠道清淤18.6公里，水库除险加固2座。", 14)
    found = read_bytes(paper.done(), "a.pdf", options=replace(DEFAULTS, ocr="always"))
    assert bare(found) == "全年完成渠道清淤18.6公里,水库除险加固2座。"
    assert found.reader == "pypdfium2+rapidocr"


def test_fonts_that_don_t_say_their_characters_are_recognised() -> None:
    """Only the first page: the others are cut off."""
    opened = pypdfium2.PdfDocument(FORM)
    for _ in range(3):
        opened.del_page(1)
    stream = io.BytesIO()
    opened.save(stream)
    nameless = stream.getvalue().replace(b"/ToUnicode", b"/ToNowhere")
    found = read_bytes(nameless, "a.pdf")
    assert "2023年末编制42名" in found.folded
    assert found.reader == "pypdfium2+rapidocr"


def test_signs_that_a_form_means_something_by() -> None:
    paper = Paper()
    paper.grid(
        72,
        80,
        [150, 150, 150],
        [["项目", "预算数", "决算数"], ["……", "——", "5"], ["合计", "0", "7"]],
        26,
    )
    picture = pypdfium2.PdfDocument(paper.done())[0].render(scale=200 / 72).to_pil()
    found = read_bytes(saved(picture.convert("L"), "PNG"), "a.png")
    assert [[cell.text for cell in row] for row in found.tables[0].rows()] == [
        ["项目", "预算数", "决算数"], ["……", "——", "5"], ["合计", "0", "7"],
    ]  # fmt: skip


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + chunk(b"IDAT", zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [10_001, 30_000])
def test_huge_pictures_are_refused_by_their_header(side: int) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(png_header(side, side), "a.png")
    assert caught.value.reason == "too_large"


def test_damaged_and_empty_pictures_are_told() -> None:
    whole = saved(scanned_page(3), "PNG")
    for data in (whole[:40], whole[: len(whole) // 2]):
        with pytest.raises(ReadError) as caught:
            read_bytes(data, "a.png")
        assert caught.value.reason == "damaged"
    from PIL import Image

    with pytest.raises(ReadError) as caught:
        read_bytes(saved(Image.new("L", (800, 1100), 255), "PNG"), "a.png")
    assert caught.value.reason == "empty"


def test_too_many_scanned_pages_are_refused_before_any_is_read() -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(scanned_pdf((0, 1, 2)), "a.pdf", options=replace(DEFAULTS, max_ocr_pages=2))
    assert caught.value.reason == "too_large"


def test_models_come_from_the_wheel() -> None:
    engine = recognition._engine()
    folder = __import__("rapidocr").__file__.rsplit("/", 1)[0] + "/models/"
    for part in ("Det", "Rec"):
        assert str(engine.cfg[part].model_path).startswith(folder)
    assert engine.use_cls is False
