"""Words of the forms: which header names which column, which label names which row.

The forms are those of 《项目支出绩效评价管理办法》(财预〔2020〕10号) and their provincial variants;
all patterns are matched on folded text without white space.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Column(StrEnum):
    """What a column of a form holds."""

    LEVEL1 = "level1"
    LEVEL2 = "level2"
    LEVEL3 = "level3"
    DESCRIPTION = "description"
    RULE = "rule"
    TARGET = "target"
    ACTUAL = "actual"
    COMPLETION = "completion"
    WEIGHT = "weight"
    SCORE = "score"
    REASON = "reason"
    SIGN = "sign"
    UNIT = "unit"
    INITIAL = "initial"
    BUDGET = "budget"
    EXECUTED = "executed"
    RATE = "rate"
    CARRYOVER = "carryover"
    GOAL = "goal"
    RESULT = "result"


_INDICATOR_COLUMNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.SIGN, re.compile(r"指标性质|(?:计算|比较|运算|逻辑)符号?$|指标方向|^符号$")),
    (Column.UNIT, re.compile(r"(?:度量|计量|指标值?)单位$|^单位$")),
    (
        Column.RULE,
        re.compile(
            r"(?:评分|得分|计分|扣分|赋分|评价|考核|记分)(?:计算)?(?:标准|规则|办法|方法|细则|依据|要点)"
            r"|计分|计算公式|确定依据|数据来源"
        ),
    ),
    (Column.DESCRIPTION, re.compile(r"指标(?:描述|解释|说明|内容说明|含义|定义)|评价要点")),
    (Column.REASON, re.compile(r"偏差|原因|改进措施|^备注$|说明$")),
    (Column.COMPLETION, re.compile(r"完成率|完成比例|完成程度")),
    (Column.SCORE, re.compile(r"得分(?!系数|率|比例)|评分$|自评分|自评分数")),
    (Column.WEIGHT, re.compile(r"^(?:指标)?(?:分值|权重|标准分|满分|分数)")),
    (
        Column.ACTUAL,
        re.compile(
            r"(?<!绩效指标)(?:实际|全年)?完成(?:指标)?(?:值|情况|数|结果)|全年实际值|实际(?:完成)?(?:指标)?值|^完成值|^实际完成$|实现值"
            r"|(?:完成|实现|达到|达成)(?:的)?(?:年度)?指标值|实际(?:年度)?指标值|实际(?:达到|达成)|^实绩"
        ),
    ),
    (
        Column.TARGET,
        re.compile(
            r"年度指标值|指标值|目标值|计划值|预期值|计划指标|绩效目标值|年初目标|预期指标|年度目标|计划完成"
        ),
    ),
    (Column.LEVEL1, re.compile(r"一级指标|指标类[别型]")),
    (Column.LEVEL2, re.compile(r"二级指标")),
    (Column.LEVEL3, re.compile(r"三级指标|四级指标|指标名称|指标内容|具体指标|绩效指标名称")),
)

_FUND_COLUMNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.SCORE, re.compile(r"得分")),
    (Column.WEIGHT, re.compile(r"分值|权重")),
    (Column.RATE, re.compile(r"执行率|预算完成率|支出进度")),
    (Column.INITIAL, re.compile(r"年初预算|年初安排|预算申请数")),
    (
        Column.BUDGET,
        re.compile(
            r"全年预算|调整(?:后)?预算|预算数|^(?:\d{4}年度?|本年)?预算$|预算金额|预算安排|到位(?:数|金额)"
        ),
    ),
    (
        Column.EXECUTED,
        re.compile(
            r"执行数|决算数|实际支出|支出数|执行金额|实际执行|支出金额|执行额|^(?:全年|本年)?执行$"
            r"|^(?:\d{4}年度?)?(?:全年|本年|累计|决算)?支出$"
        ),
    ),
)

FUND_PART = re.compile(r"拨款|结转|结余|资金|收入|补助|借款")
FORM_HEAD = re.compile(
    r"^(?:项目(?:支出)?名称|主管部门|实施单位|项目单位|项目资金|(?:预算)?(?:部门|单位)(?:\(单位\))?名称"
    r"|年度资金总额|资金来源|年度总体目标|年度绩效目标|总体目标|预期目标|年初设定目标|填[表报]|备注:|注:|说明:|附[件表]|联系人)"
)
TEMPLATE_NAME = re.compile(r"^指标\s*\d{1,2}\s*[:、.)]?\s*")
TOTAL_LABEL = re.compile(
    r"^(?:总分|合计|总计|总得分|自评总分|综合得分|得分合计|总分值|自评得分|合计得分|小计|[一-鿿]{1,6}(?:指标|类)?小计$)"
)
FUND_TOTAL = re.compile(r"年度资金(?:总额|总计|合计)|资金总额|^资金合计|年度预算资金|^合计$|^总额$")
PROJECT_NAME = re.compile(r"^(?:专项)?\(?项目\)?(?:支出)?名称$")
PLACEHOLDER = re.compile(r"^[-—–―/／\\无\s…·.。]*$")
ELLIPSIS = re.compile(r"^[…·.。]{2,}$")
UNIT_NAME_LABEL = re.compile(
    r"(?:部门|单位|填报单位|预算部门|实施单位|主管部门)(?:\(单位\))?名?称?:?$"
)

HEADER_WORD = re.compile(
    r"(?:预算|决算|执行|支出|完成|批准|批复|实际|计划|上年|本年|年初|年末|期初|期末|增减)[^\s\d:]{0,8}(?:数|额|值|率|规模|投资|金额|情况|人数|面积)?$"
    r"|编制数|人数|控制率|执行率|完成率|变动率|占比|得分|分值|权重|一级指标|二级指标|三级指标|指标值|完成值"
    r"|序号|姓名|职务|职称|金额|^项目$|^科目|^内容$|^备注$|^合计$|^小计$|名称$|规模|投资|预期目标|完成情况"
    r"|^\d{4}年|^本期|^上期|^单位$|^签字|^数量$|^比例$"
)


@lru_cache(maxsize=8_192)
def squeeze(text: str) -> str:
    """``text`` without any white space."""
    return "".join(text.split())


@lru_cache(maxsize=4_096)
def indicator_column(header: str) -> Column | None:
    """What a header cell of an indicator block names, ``None`` where it names nothing known."""
    return _first(header, _INDICATOR_COLUMNS)


@lru_cache(maxsize=4_096)
def fund_column(header: str) -> Column | None:
    """What a header cell of a funds block names."""
    return _first(header, _FUND_COLUMNS)


def _first(header: str, table: tuple[tuple[Column, re.Pattern[str]], ...]) -> Column | None:
    plain = squeeze(header)
    if not plain or len(plain) > 30:
        return None
    return next((column for column, pattern in table if pattern.search(plain)), None)
