"""Makes ``data/form.docx``; LibreOffice then makes ``data/form.pdf`` of it (see data/README.md).

python -m tests.reading.make_pdf_data && cd tests/reading/data && soffice --headless --convert-to pdf form.docx
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from tests.reading.docx_files import NS

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DATA = Path(__file__).parent / "data"
FONT = '<w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif" w:eastAsia="Noto Serif CJK SC"/>'
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
GOAL = (
    "巩固农村供水保障成果，完成三处骨干渠道清淤和两座小型水库除险加固；健全河湖管护责任体系，"
    "实行县乡村三级巡查，问题发现后七日内办结；推进节水型单位创建，公共机构用水定额管理全覆盖。"
)
DONE = (
    "目标1：全年完成渠道清淤18.6公里、水库除险加固2座，新增高效节水灌溉面积1,250亩。\n"
    "目标2：开展河湖巡查468次，发现问题97个，办结95个，办结率97.94%；其余2个因跨县协调，"
    "已列入下年计划。节水型单位创建完成12家，累计覆盖率达到81.25%。\n"
    "目标3：组织水政执法培训6期，培训人员310余人次，群众满意度测评得分96.4分。"
)
REASON = (
    "汛期水位偏高，施工窗口期较原计划晚两个月，已调整工期并追加设备投入，预计次年一季度全部完成"
)


def run(text: str, size: int, bold: bool = False) -> str:
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:r><w:rPr>{FONT}{weight}<w:sz w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{text}</w:t></w:r>'
    )


def line(
    text: str, size: int = 32, *, align: str = "both", first: int = 0, bold: bool = False
) -> str:
    spacing = '<w:spacing w:line="560" w:lineRule="exact"/>' if size >= 28 else ""
    indent = f'<w:ind w:firstLine="{first}"/>' if first else ""
    return (
        f'<w:p><w:pPr>{spacing}{indent}<w:jc w:val="{align}"/></w:pPr>{run(text, size, bold)}</w:p>'
    )


def prose(text: str) -> str:
    return line(text, first=640)


def cell(text: str, span: int = 1, *, merge: str = "", align: str = "center") -> str:
    merged = {"start": '<w:vMerge w:val="restart"/>', "down": "<w:vMerge/>"}.get(merge, "")
    body = "".join(line(part, 21, align=align) for part in text.split("\n"))
    return (
        f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}<w:vAlign w:val="center"/></w:tcPr>'
        f"{body}</w:tc>"
    )


def grid(widths: list[int], rows: list[str]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{BORDERS}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>'
    )


def base_data() -> str:
    rows = [
        cell("财政供养人员情况（人）", merge="start") + cell("编制数", 2) + cell("2023年实际在职人数", 2) + cell("控制率", 2),
        cell("", merge="down") + cell("42", 2) + cell("39", 2) + cell("92.86%", 2),
        cell("经费控制情况（万元）") + cell("2022年决算数", 2) + cell("2023年预算数", 2) + cell("2023年决算数", 2),
    ]  # fmt: skip
    for label, *values in (
        ("三公经费", "9.31", "6.50", "4.87"),
        ("    1、公务用车运行维护费", "3.20", "2.50", "2.11"),
        ("        其中：燃油费", "1.90", "1.40", "1.22"),
        ("    2、公务接待", "6.11", "4.00", "2.76"),
        ("项目支出：", "488.70", "549.22", "549.22"),
        ("……", "", "", ""),
        ("政府采购金额", "——", "46.20", "44.93"),
    ):
        rows.append(cell(label, align="left") + "".join(cell(value, 2) for value in values))
    rows.append("".join(cell(text) for text in ("楼堂馆所控制情况\n（2023年完工项目）", "批复规模（平方米）", "实际规模（平方米）", "规模控制率", "预算投资（万元）", "实际投资（万元）", "概算控制率")))  # fmt: skip
    rows.append(cell("厉行节约保障措施") + cell("会议、培训实行计划管理，办公用品集中采购、按需领用，一般性支出较预算压减3.20%。", 6, align="left"))  # fmt: skip
    return grid([2600, *[1070] * 6], rows)


def indicator_rows() -> list[str]:
    rows: list[str] = []
    for first, seconds in (
        ("产出指标\n(50分)", (
            ("数量指标", (("骨干渠道清淤长度", "≥18公里", "18.6公里", "10", "10", ""),
                          ("小型水库除险加固，配套完善雨水情测报和大坝安全监测设施，落实管护责任人", "2座", "2座", "10", "10", ""),
                          ("河湖巡查次数", "≥450次", "468次", "5", "5", ""))),
            ("质量指标", (("工程验收合格率", "＝100%", "100%", "10", "10", ""),
                          ("巡查问题办结率", "≥98%", "97.94%", "5", "4.5", REASON))),
            ("时效指标", (("按计划时间完成任务", "2023年12月31日前", "2023年12月20日", "5", "5", ""),)),
            ("成本指标", (("支出不超过预算批复金额", "≤1286.40万元", "1251.37万元", "5", "5", ""),)))),
        ("效益指标\n（30分）", (
            ("社会效益指标", (("农村供水保证率提升", "效果明显", "效果明显", "15", "14", "个别村管网老化"),)),
            ("可持续影响指标", (("健全长效管护机制", "效果明显", "效果明显", "15", "15", ""),)))),
        ("满意度\n指标\n（10分）", (
            ("服务对象满意度指标", (("受益群众满意度", "≧90%", "96.4%", "10", "10", ""),)),)),
    ):  # fmt: skip
        new_first = True
        for second, items in seconds:
            for number, item in enumerate(items):
                row = cell("", merge="down")
                row += cell(first, merge="start") if new_first else cell("", merge="down")
                row += cell(second, merge="start") if number == 0 else cell("", merge="down")
                rows.append(row + "".join(cell(value) for value in item))
                new_first = False
    return rows


def form() -> str:
    head = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度\n指标值",
        "实际\n完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    )
    funds = [
        cell("年度预\n算申请\n（万元）", 2, merge="start") + cell("", 2) + "".join(cell(t) for t in ("年初预算数", "全年预算数", "全年执行数", "分值", "得分")),
        cell("", 2, merge="down") + cell("年度资金总额", 2) + "".join(cell(t) for t in ("1102.00", "1286.40", "1251.37", "10", "9.73")),
        cell("", 2, merge="down") + cell("其中：一般公共预算", 2, align="left") + "".join(cell(t) for t in ("902.00", "1086.40", "1051.37", "", "")),
        cell("", 2, merge="down") + cell("      其他资金", 2, align="left") + "".join(cell(t) for t in ("200.00", "200.00", "200.00", "", "")),
    ]  # fmt: skip
    rows = [
        cell("预算部门名称", 2) + cell("云山县水务局", 7),
        *funds,
        cell("年度总体目标", merge="start") + cell("预期目标", 4) + cell("实际完成情况", 4),
        cell("", merge="down") + cell(GOAL, 4, align="left") + cell(DONE, 4, align="left"),
        cell("绩\n效\n指\n标", merge="start") + "".join(cell(text) for text in head),
        *indicator_rows(),
        cell("总分", 6) + cell("100") + cell("97.23") + cell(""),
    ]
    return grid([560, 1000, 1150, 1750, 1150, 1150, 640, 640, 980], rows)


NARRATIVE = (
    ("一、部门基本情况", (
        "云山县水务局是县政府工作部门，负责全县水资源统一管理、农村供水保障、河湖管护和水旱灾害防御等工作，内设办公室、水资源科、河湖管理科、工程建设科和水政监察大队等5个科室，下辖水利工程服务中心1个事业单位。",
        "2023年末编制42名，实有在职人员39人，其中：行政人员17人，事业人员22人；退休人员26人。",
    )),
    ("二、一般公共预算支出情况", (
        "2023年全年预算资金1,286.40万元，其中：基本支出702.15万元，项目支出549.22万元，结转资金35.03万元。全年实际支出1,251.37万元，预算执行率97.28%，较上年提高1.6个百分点。",
        "（一）基本支出情况。全年基本支出702.15万元，其中人员经费622.49万元，公用经费79.66万元，主要用于保障机关正常运转的办公费、印刷费、水电费、差旅费、公务用车运行维护费等日常支出。",
        "（二）项目支出情况。全年项目支出549.22万元，主要用于骨干渠道清淤、小型水库除险加固、河湖巡查和“节水型单位”创建等重点项目，资金使用严格履行审批程序，未发现截留、挪用情况。",
    )),
    ("三、部门整体支出绩效情况", (
        "一是农村供水保障能力稳步提升。全年完成渠道清淤18.6公里、水库除险加固2座，新增高效节水灌溉面积1,250亩，惠及4个乡镇23个行政村，农村供水保证率由93.5%提高到96.1%。二是河湖管护责任有效落实。开展河湖巡查468次，发现问题97个，办结95个。",
        "三是节水工作持续推进。完成节水型单位创建12家，累计覆盖率达到81.25%；组织水政执法培训6期，培训人员310余人次。经综合评价，2023年部门整体支出绩效自评得分97.23分，等级为优。",
    )),
    ("四、存在的问题和改进措施", (
        "1、部分项目前期论证不够充分，受汛期影响施工进度偏慢，资金支付集中在第四季度。",
        "2、下一步将细化绩效指标，强化过程监控，把评价结果与次年预算安排挂钩，压实主体责任。",
    )),
)  # fmt: skip


def report() -> bytes:
    parts = [
        line("2023年度云山县水务局", 44, align="center", bold=True),
        line("整体支出绩效自评报告", 44, align="center", bold=True),
    ]
    for heading, texts in NARRATIVE:
        parts += [line(heading, first=640, bold=True), *(prose(text) for text in texts)]
    parts += [
        line("2023年度部门整体支出绩效评价基础数据表", 36, align="center", bold=True),
        base_data(),
    ]
    parts += [line("填表人：        填报日期：          联系电话：", 21, align="left")]
    parts += [line("2023年度部门整体支出绩效自评表", 36, align="center", bold=True)]
    parts += [line("单位：万元", 21, align="right"), form()]
    parts += [line("备注：得分保留两位小数。", 21, align="left")]
    margins = '<w:pgMar w:top="1440" w:right="1418" w:bottom="1440" w:left="1418" w:header="720" w:footer="720" w:gutter="0"/>'
    footer = '<w:footerReference w:type="default" r:id="rId1"/>'
    section = f'<w:sectPr>{footer}<w:pgSz w:w="11906" w:h="16838"/>{margins}</w:sectPr>'
    return package("".join(parts) + section)


def package(body: str) -> bytes:
    number = (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )
    parts = {
        "[Content_Types].xml": f'''<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/><Override PartName="/word/footer1.xml" ContentType="{WORD}.footer+xml"/></Types>''',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{R}/footer" Target="footer1.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{NS}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
        "word/footer1.xml": f'<w:ftr xmlns:w="{NS}" xmlns:r="{R}">{number}</w:ftr>',
    }  # fmt: skip
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


if __name__ == "__main__":
    DATA.mkdir(exist_ok=True)
    (DATA / "form.docx").write_bytes(report())
