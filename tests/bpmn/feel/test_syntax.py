"""What is refused at reading: with the place, and what would have fitted."""

import pytest

from bpmn import feel

FAULTS = [
    ("", 0),
    ("1 +", 3),
    ("1 + * 2", 4),
    ("(1", 2),
    ("[1, 2", 5),
    ("{a 1}", 4),
    ("{a: 1, a: 2}", 0),
    ("a == 1", 2),
    ("a && b", 2),
    ("a || b", 2),
    ("!a", 0),
    ("'a'", 0),
    ('"a', 0),
    ("a；b", 1),
    ("（a）", 0),
    ("/* a", 0),
    ("1 2", 2),
    ("a b", 2),
    ("if a then b", 11),
    ("some x satisfies x", 18),
    ("x instance of thing", 14),
    ("unknown(1)", 0),
    ("substring(1)", 0),
    ("round up(1)", 0),
    ('substring(string: "a", position: 1)', 0),
    ('substring("a", start position: 1)', 32),
    ("now(1)", 0),
    ('@"nothing"', 1),
    ("1 < 2 <", 6),
    ("a.1", 1),
    ("a.", 2),
    ("3abc", 0),
    ("]1, 2]", 2),
    (r'"\uD83D"', 0),
    ("$now", 0),
    ("a; b", 1),
    ("lambda x: x", 7),
    ("x := 1", 2),
    ("1e99999", 0),
]


@pytest.mark.parametrize(("text", "position"), FAULTS)
def test_faults_have_a_place(text: str, position: int) -> None:
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile(text)

    assert caught.value.position == position
    assert caught.value.text == text
    assert caught.value.expected


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a == 1", "相等写作 ="),
        ("a <> 1", "不等写作 !="),
        ("a ≠ 1", "不等写作 !="),
        ("a ≥ 1", "大于等于写作 >="),
        ("a => 1", "大于等于写作 >="),
        ("a =< 1", "小于等于写作 <="),
        ("a && b", "并且写作 and"),
        ("a || b", "或者写作 or"),
        ("a AND b", "关键字小写：and"),
        ("a 且 b", "并且写作 and"),
        ("!a", "否定写作 not(…)"),
        ("not a", "否定写作 not(…)"),
        ("1 < a < 3", "不能连着比较"),
        ("'a'", "字符串用双引号"),
        ("‘a’", "字符串用双引号"),
        ("“a”", '半角符号 "'),
        ("count（a）", "半角符号 ("),
        ("monthly income > 3", "名称里有空格时写在反引号里：`monthly income`"),
        ("a is null", "有没有值写作 = null"),
        ("a ? b : c", "二选一写作 if … then … else …"),
        ("如果 a", "条件写作 if … then … else …"),
        ("1,5 > a", "小数点写作 ."),
        ("5天", '五天写作 @"P5D"'),
        ("10%", "百分之十写作 0.1"),
        ("${a}", "直接写式子"),
        ("a × b", "乘写作 *"),
        ("{a: 1; b: 2}", "不用分号"),
        ("sum(list, x => x)", "函数写作 function(x)"),
        ("/* a", "注释没有结束"),
    ],
)
def test_the_message_says_what_to_write(text: str, hint: str) -> None:
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile(text)

    assert hint in str(caught.value)


MISSPELT = [
    ("sting length(a)", 0, "没有函数 sting length，是不是 string length？"),
    ("1 + sting length(a)", 4, "没有函数 sting length，是不是 string length？"),
    ("stringLength(a)", 0, "没有函数 stringLength，是不是 string length？"),
    ("string_length(a)", 0, "没有函数 string_length，是不是 string length？"),
    ("Count(a)", 0, "没有函数 Count，是不是 count？"),
    ("[sting length(a)]", 1, "没有函数 sting length，是不是 string length？"),
    ("years and month duration(a, b)", 0, "没有函数 years and month duration，是不是 years and months duration？"),
    ("if start with(a, b) then 1 else 2", 3, "没有函数 start with，是不是 starts with？"),
    ("avg(a)", 0, "是不是 mean？"),
    ("toUpperCase(a)", 0, "是不是 upper case？"),
    ("length(a)", 0, "是不是 string length 或 count？"),
    ("a instance of strng", 14, "应为类型名，是不是 string？"),
    ("xyzzy(a)", 0, "没有函数 xyzzy："),
    ("{twice: function(a) a * 2, r: twic(1)}.r", 30, "没有函数 twic，是不是 twice？"),
]


@pytest.mark.parametrize(("text", "position", "sentence"), MISSPELT)
def test_a_misspelt_function_is_told_with_its_nearest(text: str, position: int, sentence: str) -> None:
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile(text)

    assert sentence in str(caught.value)
    assert caught.value.position == position


@pytest.mark.parametrize("text", [r'"a\u0000"', r'"\U000000"', r'"\uD800"', r'"\U110000"'])
def test_no_string_holds_what_is_no_character_that_can_be_kept(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError, match="应为有效的字符编码"):
        feel.compile(text)
    assert feel.compile(text.replace("\\", r"\\"))({}) == text.strip('"')


NAMES: list[tuple[str, set[str], set[str]]] = [
    ("a + b.c * a", {"a", "b"}, set()),
    ("for x in list return x + y", {"list", "y"}, set()),
    ("some x in a, y in x satisfies y > z", {"a", "z"}, set()),
    ("people[age > limit and item.x]", {"people"}, {"age", "limit"}),
    ("{a: b, c: a}", {"b"}, set()),
    ("function(x) x + y", {"y"}, set()),
    ("count(a) + 1", {"a"}, set()),
    ('a in ["x", b]', {"a", "b"}, set()),
    ("is defined(a.b)", {"a"}, set()),
    ("now() > a", {"a"}, set()),
    ("申请人.年龄 >= 60", {"申请人"}, set()),
    ("`my name` + 1", {"my name"}, set()),
    ("_a1 + b_2", {"_a1", "b_2"}, set()),
]


@pytest.mark.parametrize(("text", "names", "possible"), NAMES)
def test_an_expression_tells_its_variables(text: str, names: set[str], possible: set[str]) -> None:
    expression = feel.compile(text)

    assert (set(expression.names), set(expression.possible)) == (names, possible)
    assert expression.text == text


def test_names_of_several_words_are_read_where_they_are_known() -> None:
    expression = feel.compile("Monthly Income * 2 + a-b", ["Monthly Income", "a-b"])

    assert expression({"Monthly Income": 3, "a-b": 1}) == 7
    assert expression.names == {"Monthly Income", "a-b"}


def test_functions_can_be_supplied_where_they_are_known() -> None:
    double = feel.Function(("n",), lambda n: n * 2)

    assert feel.compile("twice as much(21)", ["twice as much"])({"twice as much": double}) == 42


def test_names_that_look_like_built_ins_are_variables_where_not_called() -> None:
    assert feel.compile("count + date.year")({"count": 1, "date": {"year": 2}}) == 3
