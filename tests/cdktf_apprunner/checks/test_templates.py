"""Plain texts reach Terraform unchanged; what it would read as an expression is refused."""

import pytest

from cdktf_apprunner.checks.templates import check_template, literal, quoted


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


def test_quoted():
    assert quoted({'a"': 'b\\"', "c": '${var.d["e"]}'}) == {'a\\"': 'b\\\\\\"', "c": '${var.d["e"]}'}


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
