"""TPL05."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from auditor.checks.base import CheckContext, Family, check, tick
from auditor.core.charspan import CharSpan
from auditor.core.finding import EvidenceRole, Severity, Tick

_WORDS: tuple[tuple[str, str], ...] = (
    (r"(?<![创共新构所已修])建全(?=[^国省市县区镇乡村民过球员部年程社体面方覆]|$)", "健全"),
    (r"布署", "部署"), (r"按装(?![置订])", "安装"), (r"迫不急待", "迫不及待"), (r"一如继往", "一如既往"),
    (r"再接再励", "再接再厉"), (r"名列前矛", "名列前茅"), (r"凭添", "平添"), (r"幅射", "辐射"), (r"松驰", "松弛"),
    (r"渡假", "度假"), (r"亲睐", "青睐"), (r"脉博", "脉搏"), (r"竟赛", "竞赛"), (r"竟争", "竞争"), (r"即然", "既然"),
    (r"既使(?!用|得|人|其|群|企|农|学)", "即使"), (r"必需(?=严格|认真|坚持|按照|遵守)", "必须"), (r"做为(?=[一本我全])", "作为"),
    (r"座落", "坐落"), (r"帐务", "账务"), (r"报帐", "报账"), (r"帐目", "账目"), (r"坏帐", "坏账"),
    (r"精减(?=会议|文件|机构)", "精简"),
    (r"分岐", "分歧"), (r"粗旷", "粗犷"), (r"拌演", "扮演"), (r"宏扬", "弘扬"),
    (r"贯彻落实落实", "贯彻落实"), (r"进一步进一步", "进一步"), (r"的的(?![确士])", "的"), (r"了了(?![解之然])", "了"), (r"绩效效评", "绩效评"),
    (r"资金金(?!额)", "资金"), (r"工做(?!好|到|实|细|大|强)", "工作"), (r"管里(?=[制办工水])", "管理"), (r"意建", "意见"), (r"效绩(?=评|目|自)", "绩效"),
    (r"付主任", "副主任"), (r"付局长", "副局长"), (r"份内(?=工作|之事)", "分内"), (r"坐无虚席", "座无虚席"), (r"另人(?=满意)", "令人"),
    (r"公勤(?=[\d人编岗]|技能)", "工勤"),
)  # fmt: skip
_BARE = tuple(re.sub(r"\(\?[^)]*\)", "", pattern) for pattern, _ in _WORDS)
"""The words without what may stand around them."""


@lru_cache(maxsize=1_024)
def _pattern(places: tuple[int, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"({_WORDS[place][0]})" for place in places))


@check(id="TPL05", family=Family.TEMPLATE, severity=Severity.NOTE, contradiction=False)
def misspelt_words(ctx: CheckContext) -> Iterator[Tick]:
    """错别字或重复的字词。

    ## 检查内容
    公文中常见的错别字（建全、布署、宏扬、帐务等）和连写两遍的词。
    ## 为何重要
    影响报告的严肃性；集中出现时说明未经校核。
    ## 违反示例
    下一步将建全项目管理制度，压实股室责任。
    ## 符合示例
    下一步将健全项目管理制度，压实股室责任。
    ## 局限
    只认一张短表中的词，不作通用的文字校对；同一写法多处出现的合为一条。
    """
    there = tuple(place for place, bare in enumerate(_BARE) if ctx.says(bare))
    found: dict[tuple[str, str], list[CharSpan]] = {}
    for match in _pattern(there).finditer(ctx.document.folded) if there else ():
        right = _WORDS[there[(match.lastindex or 1) - 1]][1]
        found.setdefault((match.group(), right), []).append(CharSpan(*match.span()))
    for (wrong, right), spans in found.items():
        yield tick(
            "TPL05",
            False,
            stated=wrong,
            expected=right,
            working=f"{wrong} → {right}",
            evidence=[ctx.evidence(span, EvidenceRole.STATED, wrong) for span in spans[:10]],
            facts={"word": wrong, "right": right},
            confidence=0.9,
        )
