"""Small reports for the tests of the engine, our own writing."""

from __future__ import annotations

from pathlib import Path

TEXT = """{county}{agency}2023年度部门整体支出绩效自评报告

一、基本情况

{agency}编制{posts}人，年末实有{posts}人。2023年全年预算{budget}.00万元，其中：基本支出{basic}.00万元，项目支出{rest}.00万元。

二、绩效完成情况

全年举办业务培训{courses}期，培训{people}人次；走访企业{visits}家，解决问题{solved}个，群众反映良好，各项任务按期完成。

| 指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| --- | --- | --- | --- | --- |
| 培训期数 | {courses}期 | {done}期 | 20 | 20 |
| 走访企业 | {visits}家 | {visits}家 | 30 | 30 |

三、存在问题

预算编制还不够细，下一步将加强项目论证，完善内部控制，提高资金使用效益。
"""
AGENCIES = ("农业农村局", "水利局", "教育局", "民政局", "交通运输局", "林业局", "统计局", "审计局")


def write_reports(folder: Path, count: int = 6) -> Path:
    """``count`` reports of fictional agencies; every third says other figures in two places."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        agency = AGENCIES[number % len(AGENCIES)]
        county = "青岚县" if number < len(AGENCIES) else f"青岚{number // len(AGENCIES)}县"
        text = TEXT.format(
            county=county,
            agency=agency,
            posts=20 + number,
            budget=500 + number,
            basic=300,
            rest=200 + number,
            courses=5 + number % 4,
            done=5 + number % 4 - (number % 3 == 0),
            people=300 + 7 * number,
            visits=12 + number,
            solved=9 + number,
        )
        (folder / f"{number:04d}{agency}.txt").write_text(text, "utf-8")
    return folder


def outputs(out: Path) -> dict[str, bytes]:
    """All that a reader sees of a run; its store and its times apart."""
    skipped = ("run.sqlite", "run.json")
    return {
        p.relative_to(out).as_posix(): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and p.name not in skipped and not p.name.startswith("run.sqlite")
    }
