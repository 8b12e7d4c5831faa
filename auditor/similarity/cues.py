"""Words by which prescribed text is known where a run is too small to count units.

The words are those of the official outline of the self-evaluation report and of 财预〔2020〕10号
(principles in its article 4, methods in article 14 and after, grades in article 20): what it
prescribes is how one evaluates. Duties, results, problems and measures are the unit's own to
write, so none of their words is here.
"""

from __future__ import annotations

import re

_METHOD = (
    "科学性|规范性|客观性|公正性|科学规范|公正公开|分级分类|绩效相关|激励约束|公开透明|"
    "绩效(?:自我|自)?评价|绩效自评|自评价|自评工作|自评(?:方法|过程|小组|报告|得分|方案|结论|结果|指标)|"
    "评价(?:的)?(?:原则|方法|标准|体系|程序|方案|报告|等级|指标|结论|工作|小组|组织|依据|目的|对象)|"
    "综合评价|总得分|最终得分|评分标准|指标体系|原则|形成|整体支出|财政支出|实施了|工作小组|领导小组|"
    "全面(?:落实|实施)预算绩效管理|预算绩效管理|实施意见|管理办法|有关规定|文件精神|工作的通知|"
    "定量(?:与|和)定性|成本效益分析法?|比较法|因素分析法|最低成本法|公众评判法|标杆管理法|"
    "前期准备|组织实施|收集(?:相关)?资料|资料收集|基础数据表|逐项|对比分析|分析评价|"
    "经济性|效率性|有效性|(?:部门)?职责定位|工作履职情况|绩效目标完成情况|完成情况分析"
)
_FIGURES = (
    "基本支出|项目支出|人员经费|公用经费|日常公用|一般公共预算|政府性基金|财政拨款|预算执行率|执行率|"
    "预算(?:收入|支出|安排|资金|总额)|(?:收入|支出)预算|年初预算|调整预算|全年预算|决算|合计|其中|占|"
    "结转结余|年末结转|上年结转|(?:实际)?支出|收入|总资产|固定资产|流动资产|编制|在职|退休|离退休|"
    "实有人数|行政|事业|人员|共有|安排|资金|万元|元|三公|公务接待费|公务用车|因公出国|"
    "为保障(?:单位)?机构正常运转|完成日常工作任务|特定(?:行政)?工作任务|事业发展目标|发生的(?:各项)?支出"
)
_STOCK = (
    "以?习近平新时代中国特色社会主义思想(?:为指导)?|党的(?:十九|二十)大(?:和.{1,8}全会)?精神|二十大|"
    "增强“?四个意识”?|四个意识|坚定“?四个自信”?|四个自信|两个确立|两个维护|做到|坚决|忠诚|拥护|捍卫|"
    "(?:全面|深入|认真)?(?:学习|贯彻)?(?:宣传)?(?:贯彻|落实|学习)|党中央|国务院|决策部署|重要讲话|"
    "重要指示(?:批示)?|不忘初心|牢记使命|以人民为中心|新发展理念|稳中求进|工作总基调|高质量发展|"
    "坚持|紧紧围绕|在.{0,3}(?:坚强|正确)领导下|精神|全面从严治党|"
    "新时代|党的建设总要求|党的组织路线|(?:党的)?政治建设|以?人民群众|为(?:主线|统领|指导)"
)
_OWN = re.compile(r"不够|不足|有待|欠缺|薄弱|问题|整改|改进措施|困难|不明确|不规范|建议|下一步")
_PATTERNS = {
    "method": re.compile(_METHOD),
    "figures": re.compile(rf"{_FIGURES}|[Ｎ,。:;%()\d]"),
    "stock": re.compile(_STOCK),
}


def share(text: str, lexicon: str) -> float:
    """The part of masked ``text`` that words of ``lexicon`` cover.

    ``method``: how the evaluation was made; 0 for text that tells of problems or measures.
    ``figures``: statements of budget, staff and assets that are all form once numbers are masked.
    ``stock``: political formulas of the whole country.
    """
    if not text or (lexicon == "method" and _OWN.search(text)):
        return 0.0
    return (len(text) - len(_PATTERNS[lexicon].sub("", text))) / len(text)


LETTERS = "".join(sorted({char for char in _FIGURES + _STOCK if char.isalnum()})) + ",。:;%()“”"
"""All characters that words of ``figures`` and ``stock`` can cover, and more."""
