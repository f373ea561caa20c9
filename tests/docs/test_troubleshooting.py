"""``docs/troubleshooting.md``: each message that it quotes still exists, in our source or the kept list."""

import ast
import re

import pytest

from tests.docs.messages import OTHERS
from tests.support.project import PROJECT, read

QUOTED = re.findall(r"^### `(.*)`$", read("docs/troubleshooting.md"), re.MULTILINE)


def texts(node):
    """Return the texts of a module, those of f-strings with an ellipsis for each value."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif not isinstance(node, ast.JoinedStr):
        for child in ast.iter_child_nodes(node):
            yield from texts(child)


@pytest.fixture(scope="module")
def sources():
    """The texts of each of our modules, one a line."""
    paths = [*PROJECT.glob("constructs/**/*.py"), *PROJECT.glob("tools/**/*.py")]
    return ["\n".join(texts(ast.parse(path.read_text(encoding="utf-8")))) for path in paths]


def exists(quoted, sources):
    """Whether one module has all parts of a message; a value of ours may be in a part."""
    parts = [re.escape(part.strip()).replace("…", ".*") for part in quoted.split("…") if part.strip()]
    return any(all(re.search(part, text) for part in parts) for text in sources)


@pytest.mark.parametrize("quoted", QUOTED)
def test_the_message_still_exists(sources, quoted):
    assert quoted in OTHERS or exists(quoted, sources)


@pytest.mark.parametrize("message", OTHERS)
def test_the_kept_list_has_what_the_page_quotes_and_where_it_comes_from(message):
    assert message in QUOTED
    assert not re.match("tests/", OTHERS[message]) or (PROJECT / OTHERS[message].split()[0]).exists()


def test_another_message_is_noticed(sources):
    assert not exists("there is no stock …", sources)
    assert not exists("there is no stack …; nothing was reviewed", sources)


@pytest.mark.parametrize("quoted", QUOTED)
def test_each_message_is_explained(quoted):
    _, _, explained = read("docs/troubleshooting.md").partition(f"### `{quoted}`\n\n")
    assert len(explained.partition("\n#")[0].split()) > 3
