"""Plain texts arrive as they were written."""

import pytest

from cdktf_apprunner.templates import check_template, literal, quoted


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
def test_what_terraform_would_take_for_an_expression(text):
    (problem,) = check_template("start_command", text)
    assert "$${" in problem.advice
    assert text not in str(problem)


@pytest.mark.parametrize(
    "text", ["$PORT", "$${PORT}", "${var.port}", "${aws_a.b[0].c}", "${f(x)}", None, "#{a}"]
)
def test_what_it_would_not(text):
    assert check_template("start_command", text) == []
