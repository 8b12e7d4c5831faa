"""Commands. Nothing here computes; heavy imports wait until a command needs them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from auditor.__about__ import __version__

EXIT_FINDINGS, EXIT_USAGE, EXIT_UNREADABLE, EXIT_UNFINISHED = 1, 2, 3, 4


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="auditor")
def cli() -> None:
    """绩效自评报告审核：查出报告中的自相矛盾和雷同文字。"""


@cli.command()
@click.argument("inputs", nargs=-1, required=True)
@click.option("--out", "out", required=True, type=click.Path(path_type=Path), help="输出文件夹")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="并行进程数")
@click.option(
    "--engine",
    default="local",
    show_default=True,
    help="在哪里运行：local，dask（本机集群），dask://主机:端口",
)
@click.option("--config", type=click.Path(path_type=Path), help="auditor.toml")
@click.option("--select", help="只用这些检查（编号、名称、类别或编号前缀，逗号分隔）")
@click.option("--ignore", help="不用这些检查")
@click.option("--min-severity", type=click.Choice(["high", "medium", "low", "note"]))
@click.option("--lang", type=click.Choice(["zh", "en"]), help="页面和意见的语言")
@click.option("--ocr", type=click.Choice(["auto", "never", "always"]), help="何时识别图像中的文字")
@click.option("--linker", help="正文与表格的对应：rules、model 或训练输出文件夹")
@click.option(
    "--fail-on", type=click.Choice(["high", "medium", "low"]), help="有此级别以上问题时退出码为1"
)
@click.option(
    "--template", "templates", multiple=True, type=click.Path(), help="官方模板文件，其文字不算雷同"
)
@click.option("--against", type=click.Path(path_type=Path), help="另与此索引中的报告比对")
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="已认可的问题；说明哪些是新的、哪些已消除"
)
@click.option(
    "--previous",
    type=click.Path(path_type=Path),
    help="上年的报告（或上年的输出文件夹），逐单位比对",
)
@click.option("--fresh", is_flag=True, help="不沿用输出文件夹中已有的结果")
@click.option("-q", "--quiet", is_flag=True, help="不显示进度和排名")
@click.option("-v", "--verbose", is_flag=True, help="逐个显示文件")
def audit(
    inputs: tuple[str, ...],
    out: Path,
    jobs: int,
    engine: str,
    config: Path | None,
    select: str | None,
    ignore: str | None,
    min_severity: str | None,
    lang: str | None,
    ocr: str | None,
    linker: str | None,
    fail_on: str | None,
    templates: tuple[str, ...],
    against: Path | None,
    baseline: Path | None,
    previous: Path | None,
    fresh: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """审核文件和文件夹，结果写入 --out。"""
    from auditor.apps.cli.job import run_audit

    code = run_audit(
        inputs,
        out,
        jobs=jobs,
        engine=engine,
        config=config,
        overrides={
            "select": select,
            "ignore": ignore,
            "min_severity": min_severity,
            "lang": lang,
            "ocr": ocr,
            "linker": linker,
            "templates": templates or None,
        },
        against=against,
        baseline=baseline,
        previous=previous,
        fail_on=fail_on,
        fresh=fresh,
        quiet=quiet,
        verbose=verbose,
    )
    sys.exit(code)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--tables", is_flag=True, help="表格")
@click.option("--claims", is_flag=True, help="正文中的数")
@click.option("--links", is_flag=True, help="正文与表格的对应及理由")
def show(file: Path, tables: bool, claims: bool, links: bool) -> None:
    """在终端中查看一份报告：章节、表格、数字和对应关系。"""
    from auditor.apps.cli.show import show_report

    sys.exit(show_report(file, tables=tables, claims=claims, links=links))


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--list", "listed", is_flag=True, help="另列每个数的单位、区间，和不是数量的原因")
@click.option("--json", "as_json", is_flag=True, help="每行一个 JSON")
def quantities(file: Path, listed: bool, as_json: bool) -> None:
    """一份报告中的全部数量，按种类着色。"""
    from auditor.apps.cli.quantities import show_quantities

    sys.exit(show_quantities(file, as_json=as_json, excluded=listed))


@cli.command()
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@click.option("--template", "templates", multiple=True, type=click.Path(), help="官方模板文件")
def compare(a: Path, b: Path, templates: tuple[str, ...]) -> None:
    """两份报告并排：相同的段落和其中改动的数字、名称、文字。"""
    from auditor.apps.cli.compare import compare_files

    sys.exit(compare_files(a, b, templates))


@cli.command()
@click.argument("inputs", nargs=-1, required=True)
@click.option("--out", "out", required=True, type=click.Path(path_type=Path), help="索引文件")
def index(inputs: tuple[str, ...], out: Path) -> None:
    """把报告加入索引文件，供 audit --against 比对；已有的索引会扩充。"""
    from auditor.engine.reuse import extend
    from auditor.settings import Settings

    added, total = extend(out, inputs, Settings())
    click.echo(f"{out}: 加入 {added} 份，共 {total} 份")


@cli.command()
@click.argument("check_id", required=False)
def checks(check_id: str | None) -> None:
    """列出全部检查，或一项检查的说明和示例。"""
    from auditor.apps.cli.show import show_checks

    sys.exit(show_checks(check_id))


@cli.command()
@click.argument("targets", nargs=-1, required=True)
@click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["zh", "en"]))
def explain(targets: tuple[str, ...], out: Path, lang: str | None) -> None:
    """说明一项检查、一条问题（编号或指纹）或一个数字。

    问题：算式、区间、各处位置、正文与表格对应的依据；数字：与什么核对过，或为何没有核对。
    """
    from auditor.apps.cli.life import explain as explained

    sys.exit(explained(targets, out, lang))


@cli.command()
@click.argument("out", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--file", type=click.Path(path_type=Path), help="默认为 OUT/baseline.jsonl")
def baseline(out: Path, file: Path | None) -> None:
    """认可现有的全部问题，供以后 audit --baseline 只看新问题。"""
    from auditor.apps.cli.life import write_baseline

    sys.exit(write_baseline(out, file))


@cli.command()
@click.argument("findings", nargs=-1, required=True)
@click.option("--reason", required=True, help="为何搁置（必填）")
@click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path))
@click.option(
    "--config", default="auditor.toml", show_default=True, type=click.Path(path_type=Path)
)
def suppress(findings: tuple[str, ...], reason: str, out: Path, config: Path) -> None:
    """搁置经核对无误的问题（编号或指纹），写入设置文件；报告其他处改动后仍有效。"""
    from auditor.apps.cli.life import suppress as suppressed

    sys.exit(suppressed(findings, out, config, reason))


@cli.command()
@click.argument("gold", type=click.Path(path_type=Path, exists=True))
@click.option("--reports", "reports", type=click.Path(path_type=Path), help="报告所在文件夹")
@click.option("--out", type=click.Path(path_type=Path), help="evaluation.json 和图表页的位置")
@click.option("--config", type=click.Path(path_type=Path), help="auditor.toml")
@click.option("--linker", help="正文与表格的对应：rules、model 或训练输出文件夹")
def evaluate(
    gold: Path, reports: Path | None, out: Path | None, config: Path | None, linker: str | None
) -> None:
    """按标注计算各项检查、链接、数量和雷同段落的准确率与召回率，以及概率的校准和排名的质量。"""
    from auditor.apps.cli.scores import print_scores

    sys.exit(print_scores(gold, reports, out, config=config, linker=linker))


@cli.command()
@click.argument(
    "gold", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="模型文件夹")
@click.option("--reports", "reports", type=click.Path(path_type=Path), help="报告所在文件夹")
@click.option(
    "--encoder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="自备编码器的文件夹（其中 encoder.py 定义 similarities），作为一项特征",
)
@click.option(
    "--calibrate",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="用于校准概率的另一些标注（模板和单位类别不同于训练部分），可多次给出",
)
def train(
    gold: tuple[Path, ...],
    out: Path,
    reports: Path | None,
    encoder: Path | None,
    calibrate: tuple[Path, ...],
) -> None:
    """用标注的链接（links.jsonl）训练正文与表格的对应模型，写出模型和说明卡。"""
    from auditor.apps.cli.learning import train_linker

    sys.exit(train_linker(gold, out, reports, encoder, calibrate))


@cli.command()
@click.argument("out", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--xlsx", is_flag=True, help="工作底稿 ranking.xlsx")
@click.option("--docx", is_flag=True, help="每个单位一份审核意见反馈单，写入 letters/")
@click.option("--csv", is_flag=True, help="各表的 CSV，写入 csv/")
@click.option(
    "--labels", is_flag=True, help="已审完的报告的标注，供 train 和 evaluate，写入 labels/"
)
@click.option("--parquet", is_flag=True, help="供研究用的全部数据表，写入 frames/")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="语言，默认与审核时相同")
@click.option("--database", help="意见存于 postgresql://… 时给出")
def export(
    out: Path,
    xlsx: bool,
    docx: bool,
    csv: bool,
    labels: bool,
    parquet: bool,
    lang: str | None,
    database: str | None,
) -> None:
    """从审核结果和审核人的意见生成工作底稿和反馈单；不指定种类则全部生成（标注和 parquet 除外）。"""
    from auditor.apps.cli.papers import export_papers

    code = export_papers(
        out,
        xlsx=xlsx,
        docx=docx,
        csv=csv,
        labels=labels,
        parquet=parquet,
        lang=lang,
        database=database,
    )
    sys.exit(code)


@cli.command(name="import")
@click.argument("out", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("books", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--name", help="意见是谁的，默认为系统用户名")
@click.option("--database", help="意见存入 postgresql://… ，默认存入 run.sqlite")
@click.option("--force", is_flag=True, help="他人已有意见的也导入，两份意见并存")
def import_(
    out: Path, books: tuple[Path, ...], name: str | None, database: str | None, force: bool
) -> None:
    """收回填好的工作底稿（默认 OUT/ranking.xlsx）中的意见、理由和备注。"""
    from auditor.apps.cli.papers import import_papers

    sys.exit(import_papers(out, books, name=name, database=database, force=force))


@cli.command()
@click.argument("out", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="端口")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址，默认只限本机")
@click.option("--allow-host", "names", multiple=True, help="另可用此主机名访问")
@click.option(
    "--certificate", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="https 证书"
)
@click.option(
    "--key", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="https 私钥"
)
@click.option("--database", help="意见存入 postgresql://… ，默认存入 run.sqlite")
@click.option("--name", help="您的姓名，默认为系统用户名")
@click.option(
    "--max-upload",
    "upload_mb",
    default=200,
    show_default=True,
    type=click.IntRange(1),
    help="上传上限，MB",
)
def review(
    out: Path,
    port: int,
    host: str,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    database: str | None,
    name: str | None,
    upload_mb: int,
) -> None:
    """在浏览器中逐条审核：确认、不采纳、存疑，更正对应，复核和统计。"""
    from auditor.apps.cli.review import open_desk

    code = open_desk(
        out,
        host=host,
        port=port,
        names=names,
        certificate=certificate,
        key=key,
        database=database,
        name=name,
        upload_mb=upload_mb,
    )
    sys.exit(code)


@cli.group()
def corpus() -> None:
    """合成语料：带标注的虚构报告。"""


@corpus.command()
@click.argument("out", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--out", "folder", type=click.Path(path_type=Path, file_okay=False), help="输出文件夹"
)
@click.option("--seed", default=1, show_default=True, help="同一种子得到同样的文件")
@click.option("--reports", default=100, show_default=True, type=click.IntRange(1), help="份数")
@click.option("--part", type=click.Choice(["train", "dev", "test"]), help="只生成这一部分")
@click.option(
    "--clean", default=0.4, show_default=True, type=click.FloatRange(0, 1), help="无差错报告的比例"
)
def make(
    out: Path | None, folder: Path | None, seed: int, reports: int, part: str | None, clean: float
) -> None:
    """生成报告和标注：reports/、labels/links、findings、passages、meta.jsonl。"""
    from auditor.apps.cli.corpus import make_and_tell

    target = folder or out
    if target is None:
        raise click.UsageError("请指明输出文件夹：auditor corpus make OUT 或 --out OUT。")
    sys.exit(make_and_tell(target, seed=seed, reports=reports, part=part, clean=clean))


def main() -> None:
    """Entry point: usage errors and interrupts end with a plain word, never a traceback."""
    from auditor.apps.cli.screen import keep_printing
    from auditor.core.errors import AuditorError, RunError

    keep_printing()
    try:
        cli(prog_name="auditor")
    except RunError as error:
        click.echo(f"auditor: {error}", err=True)
        sys.exit(EXIT_UNFINISHED)
    except AuditorError as error:
        click.echo(f"auditor: {error}", err=True)
        sys.exit(EXIT_USAGE)
    except KeyboardInterrupt:
        click.echo("已中断；再次运行同一命令会从已完成处继续。", err=True)
        sys.exit(130)
