"""List numbers as Word writes them, by ``w:numFmt`` (ECMA-376 17.18.59)."""

from __future__ import annotations

_CHINESE = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_TENS = {
    "chineseCounting": (_CHINESE, "十"), "chineseCountingThousand": (_CHINESE, "十"),
    "japaneseCounting": (_CHINESE, "十"), "taiwaneseCountingThousand": (_CHINESE, "十"),
    "taiwaneseCounting": (_CHINESE, "十"), "ideographDigital": (_CHINESE, "十"),
    "chineseLegalSimplified": (_FORMAL, "拾"), "ideographLegalTraditional": (_FORMAL, "拾"),
}  # fmt: skip
_RUNS = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def numeral(number: int, form: str) -> str:
    """``number`` in ``form``; in Arabic digits where the form is not known or doesn't reach it."""
    run = _RUNS.get(form)
    if run is not None and 0 < number <= len(run):
        return run[number - 1]
    if form in _TENS and 0 < number < 100:
        return _counted(number, *_TENS[form])
    if form in ("upperRoman", "lowerRoman") and 0 < number < 40:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return str(number).translate(_FULL_WIDTH)
    return str(number)


def _counted(number: int, digits: str, ten: str) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else (ten if tens == 1 else digits[tens] + ten)
    return head + (digits[ones] if ones else "")


def _roman(number: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        while number >= value:
            out += sign
            number -= value
    return out
