"""Strings and regular expressions."""

import pytest

from bpmn import feel

CASES = [
    (r'"a\"b\\c\n"', 'a"b\\c\n'),
    (r'"\u901a\u529e"', "通办"),
    (r'"\uD83D\uDC0E"', "🐎"),
    (r'"\U01F40E"', "🐎"),
    (r'"\d"', "\\d"),
    ('string length("街道🐎")', 3),
    ('substring("foobar", 3)', "obar"),
    ('substring("foobar", 3, 3)', "oba"),
    ('substring("foobar", -2, 1)', "a"),
    ('substring("foobar", 0)', None),
    ('substring(string: "foobar", start position: 3)', "obar"),
    ('substring(start position: 3, string: "foobar")', "obar"),
    ("substring(null, 1)", None),
    ('upper case("aBc4")', "ABC4"),
    ('lower case("aBc4")', "abc4"),
    ('contains("foobar", "ob")', True),
    ('contains("foobar", null)', None),
    ("contains(1, 2)", None),
    ('starts with("foobar", "fo")', True),
    ('ends with("foobar", "r")', True),
    ('substring before("foobar", "bar")', "foo"),
    ('substring before("foobar", "x")', ""),
    ('substring after("foobar", "ob")', "ar"),
    ('substring after("foobar", "")', "foobar"),
    ('substring after("", "a")', ""),
    ('trim("  a b ")', "a b"),
    ('string join(["a", "b", null, "c"], "、")', "a、b、c"),
    ('string join(["a", "b"])', "ab"),
    ('string join([], "x")', ""),
    ('string join([1, "b"])', None),
    ('split("John Doe", "\\\\s")', ["John", "Doe"]),
    ('split("a;b;;c", ";")', ["a", "b", "", "c"]),
    ('matches("foobar", "^fo*b")', True),
    ('matches("foobar", "^Fo*bar", "i")', True),
    ('matches("ab", "a.b")', False),
    ('matches("a\\nb", "a.b")', False),
    ('matches("a\\nb", "a.b", "s")', True),
    ('matches("x\\nb", "^b$", "m")', True),
    ('matches("hello world", "hello\\ world", "x")', False),
    ('matches("helloworld", "hello world", "x")', True),
    ('matches("a b", "a[ ]b", "x")', True),
    ('matches("ab", "\\p{ IsBasic Latin }+", "x")', True),
    ('matches("Q", "[^q]", "i")', False),
    ('matches("O", "[A-Z-[oi]]", "i")', False),
    ('matches("通办", "^\\p{IsCJKUnifiedIdeographs}+$")', True),
    ('is blank("　 ")', True),
    ('matches("21019919900101001X", "^\\d{17}[\\dX]$")', True),
    ('matches("10000000000", "^1[0-9]\\d{9}$")', True),
    ('matches("沈阳市", "^\\p{L}+$")', True),
    ('matches("b", "^[a-z-[aeiou]]$")', True),
    ('matches("a", "^[a-z-[aeiou]]$")', False),
    ('matches("a-b", "^[a-z-]+$")', True),
    ('matches("^", "^[\\^]$")', True),
    ('matches("aaa", "^a{2}$")', False),
    ('matches("aaa", "^a{2,}$")', True),
    ('matches("aaaa", "^a{1,3}$")', False),
    ('matches("", "^(a*)*$")', True),
    ('matches("foo bar", "\\bbar\\b")', True),
    ('replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")', "[1=ab][2=]cd"),
    ('replace("abracadabra", "bra", "*")', "a*cada*"),
    ('replace("abracadabra", "a.*?a", "*")', "*c*bra"),
    ('replace("facetious", "[aeiou]", "[$0]")', "f[a]c[e]t[i][o][u]s"),
    ('replace("0123456789", "(\\d{3})(\\d{3})(\\d{4})", "($1) $2-$3")', "(012) 345-6789"),
    ('replace("abc", "x", "y")', "abc"),
    ('replace("AbC", "b", "*", "i")', "A*C"),
    ('replace("aaaa", "a{2}", "b")', "bb"),
    ('replace("ab", "", "-")', "-a-b-"),
    ('extract("a1b22", "[0-9]+")', ["1", "22"]),
    ("string(1)", "1"),
    ("string(1.50)", "1.5"),
    ("string(10 / 5)", "2"),
    ("string(100000000000000000000000000000000000000)", "1" + "0" * 38),
    ("string(null)", None),
    ("string(true)", "true"),
    ('string("a")', "a"),
    ('string([1, "a\\"", null])', '[1, "a\\"", null]'),
    ("string({a: {b: [1..2)}})", "{a: {b: [1..2)}}"),
    ('string({first name: 1, "2nd": 2, "a:b": 3, "\\"": 4})', '{first name: 1, "2nd": 2, "a:b": 3, "\\"": 4}'),
    ('string(date("2026-01-31"))', "2026-01-31"),
    ('string(duration("PT36H"))', "P1DT12H"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_strings(text: str, expected: object) -> None:
    assert feel.compile(text)({}) == expected


BAD_PATTERNS = [
    ("(a", "没有对应的"),
    ("a)", "多了"),
    ("[a", "没有写完"),
    ("^[]]$", "应写作"),
    ("*a", "前面没有可重复的内容"),
    ("a{x}", "应为次数"),
    ("a{3,2}", "从小到大"),
    ("[z-a]", "从小到大"),
    ("(a)\\1", "反向引用"),
    ("(?=a)", "环视"),
    ("(?<!a)b", "环视"),
    ("\\p{X}", "没有类别"),
    ("\\q", "没有"),
    ("(a{1000}){1000}", "条指令"),
]


@pytest.mark.parametrize(("pattern", "why"), BAD_PATTERNS)
@pytest.mark.parametrize(
    "call", ["matches({p}, {t})", "replace({p}, {t}, {p})", "split({p}, {t})", "extract({p}, {t})"]
)
def test_a_written_pattern_that_is_wrong_is_refused_with_the_reason(call: str, pattern: str, why: str) -> None:
    text = call.format(p='"a"', t=f'"{pattern}"')

    with pytest.raises(feel.FeelSyntaxError, match=f"正则表达式.*{why}"):
        feel.compile(text)
    assert feel.compile(call.format(p='"a"', t="pattern"))({"pattern": pattern}) is None


def test_flags_are_checked_too() -> None:
    with pytest.raises(feel.FeelSyntaxError, match="标志只能是"):
        feel.compile('matches(input: "a", flags: "q", pattern: "a")')
