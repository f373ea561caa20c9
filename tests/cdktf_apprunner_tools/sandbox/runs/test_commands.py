"""Commands that stand for sources: their forms, their mistakes, their names and their ports."""

import pytest

from cdktf_apprunner_tools.sandbox.runs.commands import chosen, read, with_ports

IMAGE = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/shop"
CODE = "https://github.com/example/shop"


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ("shop", "must have the form NAME=COMMAND"),
        ("=python app.py", "must have the form NAME=COMMAND"),
        ("shop=", "must have the form NAME=COMMAND"),
        ("shop=echo 'open", "has a quote that isn't closed"),
        ("shop=serve {65536}", "has a port 65536; the highest is 65535"),
        ("shop=serve {0}", "has a port 0; the highest is 65535"),
        ("shop=none/Procfile", "has no file none/Procfile"),
        ("shop=worker/Procfile", "has no web process in worker/Procfile"),
        ("other=true", "is given twice"),
    ],
)
def test_each_mistake_is_one_line(tmp_path, given, end):
    (tmp_path / "worker").mkdir()
    (tmp_path / "worker/Procfile").write_text("worker: python work.py\n")
    _, mistakes = read(["other=python app.py", given, "fine=python app.py"], tmp_path)
    assert [line.endswith(end) for line in mistakes] == [True]
    assert all(line.startswith("--run ") and "\n" not in line for line in mistakes)


def test_a_procfile_runs_its_web_process_in_its_folder(tmp_path):
    folder = tmp_path / "my shop"
    folder.mkdir()
    (folder / "Procfile").write_text("sub-web: no\nweb: gunicorn -b :$PORT 'shop:app'\nworker: work\n")
    commands, mistakes = read(["shop=my shop/Procfile"], tmp_path)
    assert mistakes == []
    assert commands == {"shop": f"cd '{folder}' && gunicorn -b :$PORT 'shop:app'"}


@pytest.mark.parametrize("end", ["", ":v1", "@sha256:0123"])
def test_the_most_exact_name_of_an_image_wins(end):
    source = {"ImageRepository": {"ImageIdentifier": IMAGE + end}}
    names = ["shop", "team", f"{IMAGE}:v2", "team/shop", IMAGE, IMAGE + end]
    commands = {}
    for name in names:
        commands[name] = name
        assert chosen(commands, source) == (None if names.index(name) < 3 else name)


@pytest.mark.parametrize(("url", "found"), [(CODE, True), (f"{CODE}.git", True), (f"{CODE}s", False)])
def test_code_repositories(url, found):
    assert (chosen({CODE: "run"}, {"CodeRepository": {"RepositoryUrl": url}}) == "run") is found


@pytest.mark.parametrize(
    ("command", "made"),
    [
        ("serve {port}", "serve 18080"),
        ("serve :{8080} {9000}", "serve :18080 19000"),
        ("serve $PORT ${port} 8080 {host}", "serve $PORT ${port} 8080 {host}"),
        ("echo '{\"port\": 1}'", "echo '{\"port\": 1}'"),
    ],
)
def test_ports(command, made):
    assert with_ports(command, 8080, lambda port: 10000 + port) == made
