"""What findings of the check say, as in ``auditor/reporting/phrasing.toml``."""

WORDINGS = """
[LOC01.zh]
message = "公务接待{stated}（{working}），高于当地标准每人次{limit}。"
ask = "请核实人次和金额，确属超标准的请说明。"
[LOC01.en]
title = "Reception costs more for a guest than the local rule allows"
message = "Reception: {stated} ({working}), above the local limit of {limit}."
ask = "Please check both figures."
"""
