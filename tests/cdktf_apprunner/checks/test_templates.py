"""Plain texts reach Terraform unchanged; what it would read as an expression is refused."""

import pytest

from cdktf_apprunner.checks.templates import check_template, literal, quote


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("%{Referer}i", "%%{Referer}i"),
        ("100%", "100%"),
        ("%%{a}", "%%{a}"),
        ("$${HOME}", "$${HOME}"),
        ("%{a} ${var.b}", "%{a} ${var.b}"),
    ],
)
def test_literal(text, written):
    assert literal(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", '""'),
        ('a"b\\c\n', '"a\\"b\\\\c\\n"'),
        ('"${var.d["e"]}"', 'join("", ["\\"", (var.d["e"]), "\\""])'),
        ('{"a": 1}', '"{\\"a\\": 1\\u007d"'),
        ("${TfToken[TOKEN.1]}", "${TfToken[TOKEN.1]}"),
        ('"${TfToken[TOKEN.1]}', 'join("", ["\\"", ${TfToken[TOKEN.1]}])'),
    ],
)
def test_quote(text, written):
    assert quote(text) == written


@pytest.mark.parametrize("text", ["${PORT}", "a ${PORT:-80}", "${A%b}", "${a", "${A#b}"])
def test_expressions_are_refused(text):
    (problem,) = check_template("start_command", text)
    assert "$${" in problem.advice
    assert text not in str(problem)


@pytest.mark.parametrize(
    "text", ["$PORT", "$${PORT}", "${var.port}", "${aws_a.b[0].c}", "${f(x)}", None, "#{a}"]
)
def test_other_texts_pass(text):
    assert check_template("start_command", text) == []
