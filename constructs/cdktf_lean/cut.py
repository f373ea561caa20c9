"""Cut a provider's jsii assembly down to some of its namespaces."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FORMAT = 2
"""Increase it when the same input would be cut differently, so that older cache entries aren't used."""
ASSEMBLY = "package/.jsii"
PACKAGE = "package/package.json"
INDEX = "package/lib/index.js"
TYPES = b'\n  "types": {\n'
END_OF_TYPES = b"\n  },\n"
SOURCE_MAP = re.compile(rb"\n//# sourceMappingURL=data:[^\n]*")
"""For debuggers, at the end of each file: three quarters of the bytes that Node would read."""
END_OF_TYPE = re.compile(rb"\n    \},?(?=\n)")


class UnknownFormatError(Exception):
    """The tarball isn't laid out like a prebuilt provider's; the message says where it differs."""


def key(tarball: Path, name: str, version: str, namespaces: frozenset[str]) -> str:
    """Return the cache key: package, version, content and selection.

    gzip's checksum and length at the end of the file, and the file's size, identify the content: reading
    the whole file of the AWS provider takes longer than the rest of the loading.
    """
    with tarball.open("rb") as opened:
        size = opened.seek(0, io.SEEK_END)
        opened.seek(max(size - 8, 0))
        content = opened.read().hex()
    selection = json.dumps([FORMAT, name, version, size, content, sorted(namespaces)])
    readable = re.sub(r"[^A-Za-z0-9.-]+", "-", f"{name}-{version}").strip("-")
    return f"{readable}-{hashlib.sha256(selection.encode()).hexdigest()[:32]}"


def cut(tarball: Path, assembly: str, name: str, namespaces: frozenset[str]) -> bytes:
    """Return a tarball with some namespaces of an assembly, under the assembly's name or another.

    Raises
    ------
    UnknownFormatError
        When the tarball isn't laid out like a prebuilt provider's.
    """
    with tarfile.open(tarball, "r|gz") as packed:
        members = ((member.name, packed.extractfile(member)) for member in packed if member.isfile())
        files = {ASSEMBLY: b"", PACKAGE: b""}
        folders: dict[str, str] = {}
        for path, opened in members:
            if path == ASSEMBLY and opened is not None:
                files[path], folders = _filter(opened.read(), assembly, namespaces)
            elif path == PACKAGE and opened is not None:
                files[path] = opened.read()
            elif path.endswith(".js") and path.split("/")[2:3] and opened is not None:
                if not folders:
                    raise UnknownFormatError("the assembly's description doesn't come first")
                if path.split("/")[2] in folders.values():
                    files[path] = SOURCE_MAP.sub(b"", opened.read())
    files[INDEX] = _index(folders)
    if missing := [folder for folder in folders.values() if f"package/lib/{folder}/index.js" not in files]:
        raise UnknownFormatError(f"there is no lib/{missing[0]}/index.js")
    if name != assembly:
        files = {path: _rename(content, assembly, name) for path, content in files.items()}
    return _pack(files)


def _filter(description: bytes, assembly: str, namespaces: frozenset[str]) -> tuple[bytes, dict[str, str]]:
    """Return the assembly's description with the types of some namespaces, and the folders of their code.

    The description of the AWS provider is 130 MB of pretty-printed JSON. It is cut as text, one block per
    type: parsing all of it would take two seconds and a gigabyte.
    """
    start = description.find(TYPES)
    end = description.find(END_OF_TYPES, start)
    if start < 0 or end < 0:
        raise UnknownFormatError("the assembly's description isn't pretty-printed")
    rest: dict[str, Any] = json.loads(
        description[:start] + b'\n  "types": {}' + description[end + len(END_OF_TYPES) - 2 :]
    )
    if rest.get("name") != assembly:
        raise UnknownFormatError(f"it describes {rest.get('name')}, not {assembly}")
    submodules = {
        name: rest["submodules"][f"{assembly}.{name}"]
        for name in sorted(namespaces)
        if f"{assembly}.{name}" in rest.get("submodules", {})
    }
    if unknown := namespaces - submodules.keys():
        raise UnknownFormatError(f"it has no submodule {min(unknown)}")
    rest["submodules"] = {f"{assembly}.{name}": value for name, value in submodules.items()}
    types = json.loads(b"{" + b",".join(_blocks(description, start, end, assembly, namespaces)) + b"}")
    _check_closed(types, assembly, namespaces)
    rest["types"] = types
    rest.pop("readme", None)
    folders = {name: str(value["symbolId"]).split("/")[1] for name, value in submodules.items()}
    return json.dumps(rest, separators=(",", ":")).encode(), folders


def _blocks(
    description: bytes, start: int, end: int, assembly: str, namespaces: frozenset[str]
) -> Iterator[bytes]:
    """Find the types of the namespaces, each with its name."""
    head = f'\n    "{assembly}.'.encode()
    names = {namespace.encode() for namespace in namespaces}
    position = description.find(head, start, end)
    while position >= 0:
        after = position + len(head)
        if description[after : description.find(b".", after)] in names:
            closing = END_OF_TYPE.search(description, after)
            if closing is None:
                raise UnknownFormatError("a type doesn't end where it should")
            yield description[position : closing.end()].rstrip(b",")
            after = closing.end() - 1
        position = description.find(head, after, end)


def _check_closed(value: object, assembly: str, namespaces: frozenset[str]) -> None:
    """Refuse types that refer to a namespace that was left out."""
    names = set(re.findall(rf'"{re.escape(assembly)}\.([^".]+)\.', json.dumps(value)))
    if outside := names - namespaces:
        raise UnknownFormatError(f"its submodules refer to {min(outside)}")


def _index(folders: dict[str, str]) -> bytes:
    """Write the package's index: each namespace is required when it is first used."""
    lines = ['"use strict";']
    lines += [
        f"Object.defineProperty(exports, {json.dumps(name)}, "
        f"{{ enumerable: true, get: () => require({json.dumps('./' + folder)}) }});"
        for name, folder in sorted(folders.items())
    ]
    return "\n".join([*lines, ""]).encode()


def _rename(content: bytes, assembly: str, name: str) -> bytes:
    """Change the assembly's name, and that of every type in it."""
    for before, after in ((f'"{assembly}"', f'"{name}"'), (f'"{assembly}.', f'"{name}.')):
        content = content.replace(before.encode(), after.encode())
    return content


def _pack(files: dict[str, bytes]) -> bytes:
    """Pack the files; the same files give the same bytes."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=1, mtime=0) as zipped:
        with tarfile.open(fileobj=zipped, mode="w") as archive:
            for path, content in sorted(files.items()):
                member = tarfile.TarInfo(path)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()
