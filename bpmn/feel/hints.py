"""What somebody may have meant who wrote what other languages have: said in brackets behind what was expected."""

from bpmn.feel.lexer import Token

SAID = {
    "is": "有没有值写作 = null 或 != null",
    "like": '按模式比较写作 matches(文字, "模式")',
    "?": "二选一写作 if … then … else …",
    ";": "一个式子里不用分号",
    "且": "并且写作 and",
    "并且": "并且写作 and",
    "或": "或者写作 or",
    "或者": "或者写作 or",
}
"""By the token that does not fit."""
SAID_AFTER = {
    "not": "否定写作 not(…)",
    "如果": "条件写作 if … then … else …",
    "new": '日期写作 date("2026-01-31")',
}
"""By the token before the one that does not fit."""
PAIRS = {
    ("<", ">"): "不等写作 !=",
    ("=", ">"): "函数写作 function(x) …，大于等于写作 >=",
    ("=", "<"): "小于等于写作 <=",
    ("!=", "="): "不等写作 !=",
}
SMALL = ("and", "or", "if", "then", "else", "in", "for", "return", "some", "every", "satisfies", "between")


def hint(before: Token | None, token: Token) -> str:
    """A few words for the token that does not fit, with the one before it; empty where there is nothing to say."""
    if token.kind in ("string", "end"):
        return ""
    said = SAID.get(token.text) or (before and told_by_both(before, token))
    if said:
        return f"（{said}）"
    if token.kind == "name" and token.text.lower() in SMALL:
        return f"（关键字小写：{token.text.lower()}）"
    if before and before.kind == token.kind == "name":
        return f"（名称里有空格时写在反引号里：`{before.text} {token.text}`）"
    return ""


def told_by_both(before: Token, token: Token) -> str:
    if before.kind == "number" and token.text == ",":
        return "小数点写作 ."
    if before.text in SAID_AFTER and before.kind == "name":
        return SAID_AFTER[before.text]
    return PAIRS.get((before.text, token.text), "")
