"""YEA09."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick
from auditor.core.table import Cell
from auditor.tables.vocabulary import squeeze

TRADES = (
    r"(?:农业农村|农村农业|林业和草原|林业|林草|水利|水务|教育体育|教育和体育|教体|教育|民政|交通运输|交通|住房和城乡建设|住房城乡建设|住建|自然资源和规划|自然资源|国土资源"
    r"|生态环境|环境保护|卫生健康|卫健|市场监督管理|市场监管|文化广电旅游体育|文化广电旅游|文化和旅游|文旅|文体|应急管理|应急|退役军人事务|医疗保障|医保|司法|统计|信访|商务|科学技术|科技"
    r"|经济和信息化|工业和信息化|工信|城市管理|城管|乡村振兴|扶贫开发|气象|体育|公安|粮食和物资储备|机关事务管理|机关事务|行政审批|畜牧兽医|水产|园林绿化|档案|地震|招商|民族宗教|民宗)"
)
_BODY = r"(?:党组|党委|党工委|领导班子|局长办公会|党政联席会|办公会)"
_GROUP = r"(?:部门|项目)?(?:整体)?(?:支出)?(?:绩效)?(?:自评|评价)(?:工作)?(?:领导)?小?组"
_ACTS = r"(?=会议?|全年|多次|专题|认真|高度|集体|研究|审议|[一二三四五六七八九十\d]{1,3}次|召开|组织|统一|扩大)"
_LED = re.compile(
    rf"(?:(?:(?:[一-鿿]{{2,5}}(?:市|州))?[一-鿿]{{0,4}}[省市州县区旗])?(?P<core>{TRADES}局))(?:{_BODY}{_ACTS}|{_GROUP})"
    rf"|(?:^|(?<=[,。;:、由经]))(?P<place>[一-鿿]{{2,4}}(?:街道|镇|乡))(?:办事处)?(?:党工委|党委|领导班子){_ACTS}"
)
_LEADERS = ("党", "班子", "办公会", "组")
"""Characters of every body that leads: looked for first, for most sentences tell of none."""
_ABOVE = re.compile(r"报|送|提请|批准|批复|同意|审批|联合|会同|配合|与|和|同|邀请|协助")
_OTHERS = re.compile(r"^会?议?(?:批准|批复|同意|审批|指导|督导)")
_PLACED = re.compile(
    r"^\s*(?P<place>[一-鿿]{2,3}[县区市旗])(?P<unit>[一-鿿]{2,12}?(?:局|社|委员会|中心|馆|办公室|联合会|联|院|校))"
    r"(?=(?:19|20)\d{2}年|各项|严格|资金|财务|高度|认真|坚持|能够|建立|制定|部门|整体|预算|按照)"
)
_LABEL = re.compile(r"(?:主管部门|实施单位|项目(?:实施)?单位)(?:\(.{1,4}\))?:?$")
_TOWNSHIP = re.compile(
    r"(?:^|[-\d])(?:[一-鿿]{1,6}?[省市州县区旗]){0,3}(?P<place>[一-鿿]{2,4}?)(?:镇|乡|街道)(?:人民政府|办事处)$"
)
_OFTEN = 4
"""A place that is named so often is spoken of, and no leftover."""
_LEVELS = frozenset("省市州县区旗")
_KINDS = re.compile(r"(?:局|委员会|办公室|街道(?:办事处)?|(?:镇|乡)人民政府|镇|乡)$")


_SHORT = 3
"""Characters of a short name: 水利局, 河东县."""
_COUNTIES = frozenset("县区旗")
"""Levels at which no office is above another of its kind; 市 may be either."""
_PLACE = re.compile(
    r"[一-鿿][河江湖海溪泉川山岭峰岗岛湾滩潭源洲阳阴州城宁平昌丰陵东西南北乡津浦桥坝塘泽][县区旗]"
)
"""Names end so; 完善县水利局, 集中县水利局 are verbs before the own office."""
_NO_PLACE = re.compile(
    r"[各我全本该两外邻边关等个某市省原一]县$|[全本各我该两外邻市地新发技园治矿景林城社灌库片辖山]区$|[各我全本该]旗$"
)
_OF_ITS_OWN = re.compile(
    r"的?(?:(?:20\d\d)年度?)?(?:部门|单位|机关)?(?:整体|预算|资金|财务|绩效|支出|财政(?:资金|支出|预算)|专项(?:资金|经费)|项目(?:支出|资金|管理)"
    r"|公用经费|人员经费|固定资产|资产|内部控制|内控|各(?:项|股室|科室)|职能|职责|工作(?:职能|职责)|管理(?:制度|水平)|决算|收支|三公|[\"“]三公|实际情况|履职)"
)
_DEALINGS = frozenset("与向和同跟对由从在给为按据")
_WITH = re.compile(
    r"[向与和同跟、及由到赴给对从被受等来原曾案]|[一二两三四五六七八九十\d]个?[县区旗]|承[担建]|分担|负责|双方|接收|[参交]|邀请|委托|[代借收付欠拨]"
)
"""Words before the name, in its clause, that tell of dealings with it."""
_TOGETHER = re.compile(
    r"学习|借鉴|参[观照考]|考察|观摩|交流|调研|调[入出任往]|借调|抽调|移交|划[转归入]|汇[入给]|收到|转[入给至]|函|联合|会同|共[建同享]"
    r"|协[作助同议商]|签订|对接|对口|帮扶|支援|兄弟|毗邻|邻[县区]|互[查评检]|交叉|先进|做法|诉|纠纷|跨[县区]|合并|更名|撤销|改制|委托|收回|应[收付]|往来|退[还回]|通报|指出|案例|典型|引以为戒|警示|涉及|(?:资金|经费)\s?\d"
)
"""Words anywhere in the sentence that do."""


@check(id="YEA09", family=Family.YEARS, severity=Severity.MEDIUM, contradiction=False)
def another_unit_named(ctx: CheckContext) -> Iterator[Tick]:
    """写成其他单位的党组、党委或办公会。

    ## 检查内容
    “××局党组会议研究决定”“××街道党工委召开会议”中作决定、开会的单位是否为报告单位；句首、“提升××县××局资金使用效益”一类说本单位资金、预算、职责的地方是否写成他县的同类单位；同一自评表的主管部门与实施单位是否写成两个乡镇。
    ## 为何重要
    以其他单位的名义叙述本单位的决策，多半是套用他人报告。
    ## 违反示例
    大额支出由县林业局党组会议集体研究决定。
    ## 符合示例
    大额支出由县农业农村局党组会议集体研究决定。
    ## 局限
    只看政府部门（局、委、办）和街道、乡镇的报告；“报经××局党组同意”“与××局党组联合”一类写上级或其他单位的，同一句中写向他县学习、与他县联合或往来的，财政、审计、组织、纪检等部门，简称和单位旧称相同的不提出；认不出报告单位的不判断。
    """
    identity = ctx.document.identity
    yield from _in_forms(ctx)
    if identity.agency is None:
        return
    own = (identity.agency, *identity.aliases)
    yield from _of_another_place(ctx, identity.agency, own)
    yield from _elsewhere(ctx, identity.agency)
    if not _KINDS.search(identity.agency):
        return
    for sentence in ctx.document.sentences:
        text = sentence.span.cut(ctx.document.folded)
        led = any(word in text for word in _LEADERS)
        for match in _LED.finditer(text) if led else ():
            name = match.group("core") or match.group("place")
            clause = re.split(r"[,。;:]", text[: match.start()])[-1]
            led_by_another = _ABOVE.search(clause) or _OTHERS.match(text[match.end() :])
            if led_by_another or _is_own(name, own):
                continue
            start = sentence.span.start + match.start("core" if match["core"] else "place")
            if match["core"] and text[match.start("core") - 1 : match.start("core")] in _LEVELS:
                start -= 1
            span = CharSpan(start, sentence.span.start + match.end())
            yield _tick(ctx, span, identity.agency)


def _in_forms(ctx: CheckContext) -> Iterator[Tick]:
    """主管部门 and 实施单位 of one form that are two townships: none is above another."""
    for table in ctx.tables:
        named: dict[str, tuple[Cell, str]] = {}
        for row in table.table.rows():
            for label, cell in pairwise(cell for cell in row if cell.text):
                township = _LABEL.match(squeeze(label.text)) and _TOWNSHIP.search(
                    squeeze(cell.text)
                )
                if township:
                    named.setdefault(squeeze(label.text)[:2], (cell, township["place"]))
        if "主管" not in named or not (theirs := named.get("实施") or named.get("项目")):
            continue
        (above, higher), (below, lower) = named["主管"], theirs
        if higher.endswith(lower) or lower.endswith(higher):
            continue
        yield tick(
            "YEA09",
            False,
            stated=below.text,
            expected=above.text,
            working=f"{below.text} ↔ {above.text}",
            evidence=[
                ctx.evidence(below.span, EvidenceRole.STATED, "实施单位"),
                ctx.evidence(above.span, EvidenceRole.COUNTERPART, "主管部门"),
            ],
            facts={"name": below.text, "agency": above.text},
            confidence=0.8,
        )


def _tick(ctx: CheckContext, span: CharSpan, agency: str) -> Tick:
    name = span.cut(ctx.document.folded)
    return tick(
        "YEA09",
        False,
        stated=name,
        expected=agency,
        working=f"{name} ↔ {agency}",
        evidence=[ctx.evidence(span, EvidenceRole.STATED, "所称单位")],
        facts={"name": name, "agency": agency},
        confidence=0.8,
    )


def _of_another_place(ctx: CheckContext, agency: str, own: tuple[str, ...]) -> Iterator[Tick]:
    """A sentence whose subject is the same office of another county: 河东县供销社各项手续完备."""
    region = ctx.document.identity.region
    for sentence in ctx.document.sentences if region else ():
        match = _PLACED.match(sentence.span.cut(ctx.document.folded))
        if match is None or region is None:
            continue
        place = match.group("place")
        strange = place[-1] == region[-1] and not any(place in name for name in (region, *own))
        text = sentence.span.cut(ctx.document.folded)
        if "得分" in text or place[0] in _DEALINGS or _TOGETHER.search(text):
            continue
        if (
            strange
            and _is_own(match.group("unit"), own)
            and ctx.document.folded.count(place) < _OFTEN
        ):
            start = sentence.span.start
            yield _tick(
                ctx, CharSpan(start + match.start("place"), start + match.end("unit")), agency
            )


def _elsewhere(ctx: CheckContext, agency: str) -> Iterator[Tick]:
    """The same office of another county, in a sentence about the own money: 提升河东县水利局资金使用效益."""
    region = ctx.document.identity.region
    kind = agency[agency.index(region) + len(region) :] if region and region in agency else ""
    if region is None or region[-1] not in _COUNTIES or len(kind) < _SHORT:
        return
    folded = ctx.document.folded
    for sentence in ctx.document.sentences:
        text = sentence.span.cut(folded)
        at = text.find(kind, _SHORT)
        while at >= 0:
            place = text[at - 3 : at]
            named = folded.count(place)
            if (
                _leftover(text, at, at + len(kind), place, region)
                and named <= min(_OFTEN - 1, folded.count(region))
                and named == folded.count(place[:-1])
            ):
                start = sentence.span.start
                yield _tick(ctx, CharSpan(start + at - 3, start + at + len(kind)), agency)
            at = text.find(kind, at + 1)


def _leftover(text: str, at: int, end: int, place: str, region: str) -> bool:
    """Whether ``text[at:end]`` is the office of a like place that is spoken of as the own one."""
    begins = _PLACED.match(text)
    own = re.split(r"[省市州]", region)[-1] or region
    clause = re.split(r"[,;:。]", text[:at])[-1]
    return (
        place[-1:] == region[-1]
        and _PLACE.fullmatch(place) is not None
        and place not in region
        and not text[:at].endswith(own)
        and not _NO_PLACE.search(place)
        and not (begins and begins.end("unit") == end)
        and _OF_ITS_OWN.match(text, end) is not None
        and not _WITH.search(clause[:-3])
        and not _TOGETHER.search(text)
    )


def _is_own(name: str, own: tuple[str, ...]) -> bool:
    """Whether the name is a part of one of the unit's own, or made of its characters."""
    plain = name.removesuffix("局")
    return any(plain in known or all(char in known for char in plain) for known in own)
