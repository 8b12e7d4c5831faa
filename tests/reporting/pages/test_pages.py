"""Pages as files: complete, escaped, every link leads somewhere, small enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from auditor.core.run import RunResult
from auditor.engine import audit_inputs
from auditor.reporting import records, write_run
from auditor.reporting.words import PAIRS
from tests.reporting.test_contract import CORPUS

NASTY = """<b>测试</b>县农业农村局2023年度部门整体支出绩效自评报告

一、"基本" & <img src=x onerror=alert(1)>情况

全年支出合计900.00万元，其中：基本支出600.00万元，项目支出310.00万元。</span></p><script>alert(1)</script>

| 项目"><script>（万元） | 2023年决算数 |
| --- | --- |
| 基本支出 | 610.00 |
| <marquee>项目支出</marquee> | 310.00 |
"""


class Reader(HTMLParser):
    """Ids, links and tags of a page; fails on unclosed tags."""

    VOID = frozenset(["meta", "input", "br", "img", "rect", "line", "path", "link"])

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        assert len(known) == len(attrs), f"an attribute twice in <{tag}>"
        assert not any(name.startswith("on") for name in known)
        self.tags.append(tag)
        if "id" in known:
            self.ids.append(str(known["id"]))
        if "href" in known:
            self.hrefs.append(str(known["href"]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def run() -> RunResult:
    return audit_inputs([CORPUS])


@pytest.fixture(scope="module")
def out(run: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("pages")
    write_run(target, run, lang="zh")
    return target


def pages(out: Path) -> Iterator[tuple[Path, Reader]]:
    for path in sorted(out.rglob("*.html")):
        yield path, Reader(path.read_text("utf-8"))


def test_every_link_leads_to_a_place_and_ids_are_unique(out: Path) -> None:
    known = {path.resolve(): page for path, page in pages(out)}
    assert len(known) > 30
    links = 0
    for path, page in known.items():
        assert len(page.ids) == len(set(page.ids)), path.name
        for href in page.hrefs:
            name, _, anchor = href.partition("#")
            target = known[(path.parent / name).resolve() if name else path]
            assert not anchor or anchor in target.ids, f"{path.name}: {href}"
            links += 1
    assert links > 2000


def test_nothing_comes_from_outside(out: Path) -> None:
    for path in out.rglob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", text)
        assert "default-src &#39;none&#39;" in text


def test_sizes(out: Path) -> None:
    assert max(path.stat().st_size for path in out.rglob("*.html")) < 250_000


def test_markup_in_a_report_stays_text(tmp_path: Path) -> None:
    source = tmp_path / "<i>&.txt"
    source.write_text(NASTY, "utf-8")
    write_run(tmp_path / "o", audit_inputs([source]), lang="zh")
    for _, page in pages(tmp_path / "o"):
        assert "img" not in page.tags
        assert page.tags.count("script") == 2
        assert "marquee" not in page.tags


def test_the_whole_text_is_on_the_page(run: RunResult, out: Path) -> None:
    analysis = run.analyses[0]
    html = (out / "reports" / f"{analysis.document.id}.html").read_text("utf-8")
    body = html[html.index('id="text"') : html.index('id="dock"')]
    shown = "".join(re.sub(r"<[^>]*>", "", body.partition("</h2>")[2]).split())
    shown = (
        shown.replace("&#34;", '"').replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    )
    for sentence in analysis.document.sentences:
        assert "".join(sentence.span.cut(analysis.document.text).split()) in shown
    for table in analysis.document.tables:
        for cell in table.cells:
            assert "".join(cell.span.cut(analysis.document.text).split()) in shown


def test_both_ends_of_every_link_lead_to_each_other(run: RunResult, out: Path) -> None:
    analysis = next(a for a in run.analyses if len(a.links) > 5 and not a.findings)
    html = (out / "reports" / f"{analysis.document.id}.html").read_text("utf-8")
    for index, link in enumerate(records.links(analysis)):
        ends = re.findall(rf'<a class="[^"]*\bl-{index}\b[^"]*" href="#p\d+"(?: id="p(\d+)")', html)
        starts = [c.quantity.span.start for c in analysis.claims if c.id in link["claim_ids"]]
        assert {str(start) for start in (*starts, link["cell_start"])} <= set(ends)


def test_equal_runs_give_equal_pages(run: RunResult, out: Path, tmp_path: Path) -> None:
    write_run(tmp_path, run, lang="zh")
    for path in tmp_path.rglob("*.html"):
        assert path.read_bytes() == (out / path.relative_to(tmp_path)).read_bytes()


def test_pages_of_reports_that_are_gone_are_removed(run: RunResult, tmp_path: Path) -> None:
    write_run(tmp_path, run, lang="zh")
    kept = tmp_path / "reports" / "notes.html"
    kept.write_text("mine", "utf-8")
    few = replace(run, analyses=run.analyses[:2], ranking=run.ranking[:0], passages=())
    write_run(tmp_path, few, lang="zh")
    assert len(list((tmp_path / "reports").glob("*.html"))) == 3
    assert kept.exists()
    assert list((tmp_path / "pairs").glob("*.html")) == []


def test_an_empty_run_has_an_overview(tmp_path: Path) -> None:
    write_run(tmp_path, RunResult(()), lang="en")
    html = (tmp_path / "index.html").read_text("utf-8")
    assert '<html lang="en">' in html
    assert "No passages copied between units were found." in html


def test_words_have_both_languages_and_the_same_fields() -> None:
    for name, (zh, en) in PAIRS.items():
        assert zh, name
        assert en, name
        assert set(re.findall(r"\{(\w+)\}", zh)) == set(re.findall(r"\{(\w+)\}", en)), name
