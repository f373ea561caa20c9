"""Plain texts reach Terraform unchanged; what it would read as an expression is refused."""

import json
import re

import pytest

from cdktf_apprunner.checks.templates import check_template, literal, quote
from cdktf_apprunner_tools.terraform import Terraform


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


CHARACTERS = [chr(code) for code in (*range(1, 0x100), 0x2028, 0xFEFF, 0xFFFD, 0x1F600, 0x10FFFF)]


def test_escapes_are_those_of_terraform():
    for text in CHARACTERS:
        assert set(re.findall(r"\\(.)", quote(f"\\{text}b"))) <= set('nrtu\\"'), hex(ord(text))


@pytest.mark.terraform
def test_terraform_reads_every_character(tmp_path):
    texts = {f"c{ord(text)}": f'/\\{text}b"{text}}}' for text in CHARACTERS}
    outputs = {name: {"value": f"${{{quote(text)}}}"} for name, text in texts.items()}
    (tmp_path / "main.tf.json").write_text(json.dumps({"output": outputs}), encoding="utf-8")
    terraform = Terraform(tmp_path)
    terraform.init()
    terraform.apply()
    found = json.loads((tmp_path / "terraform.tfstate").read_text(encoding="utf-8"))["outputs"]
    assert {name: found[name]["value"] for name in texts} == texts
