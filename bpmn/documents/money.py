"""Money in Chinese capitals, as on cheques: 1234.50 is 壹仟贰佰叁拾肆元伍角整. Pure."""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
MOST = Decimal(10) ** 16


def capitals(amount: Decimal | int) -> str:
    """Rounded to the cent. ValueError from ten quadrillion on (10**16)."""
    cents = int((abs(Decimal(amount)) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if cents >= MOST * 100:
        raise ValueError(f"Expected an amount below {MOST}, but got {amount}")
    yuan, tens, ones = cents // 100, cents // 10 % 10, cents % 10
    small = f"{DIGITS[tens]}角" if tens else ("零" if yuan and ones else "")
    small += f"{DIGITS[ones]}分" if ones else ""
    whole = f"{_whole(yuan)}元" if yuan or not cents else ""
    return f"{'负' if amount < 0 else ''}{whole}{small}{'' if ones else '整'}"


def _whole(yuan: int) -> str:
    if yuan == 0:
        return DIGITS[0]
    written, skipped = "", False
    for place in reversed(range(4)):
        group = yuan // 10_000**place % 10_000
        if group:
            written += "零" if written and (skipped or group < 1000) else ""
            written += _group(group) + GROUPS[place]
        skipped = group == 0
    return written


def _group(group: int) -> str:
    written, skipped = "", False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if digit:
            written += ("零" if skipped and written else "") + DIGITS[digit] + UNITS[place]
        skipped = digit == 0
    return written
