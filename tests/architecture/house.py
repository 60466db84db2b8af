"""The house as `.importlinter` draws it: which room may use which."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from importlinter import api

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "conglang"
CONTRACTS = api.read_configuration(str(ROOT / ".importlinter"))["contracts_options"]


@cache
def floors() -> dict[str, tuple[frozenset[str], ...]]:
    """Rooms of each container, the highest first; rooms in one set stand beside each other."""
    return {
        container: tuple(
            frozenset(name.strip(" ()") for name in layer.split("|")) for layer in contract["layers"]
        )
        for contract in CONTRACTS
        if contract.get("exhaustive")
        for container in contract["containers"]
    }


def room_of(module: str) -> str | None:
    """`conglang.base.units.models` → `conglang.base.units`; None for what others wrote."""
    if module.split(".", maxsplit=1)[0] != "conglang":
        return None
    parts, room = module.split(".")[1:], "conglang"
    while room in floors() and parts:
        room = f"{room}.{parts.pop(0)}"
    return room


def room_of_file(path: Path) -> str:
    room = room_of(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts))
    assert room is not None
    return room


def rooms() -> list[str]:
    """Every room that is there, none of the containers; those in brackets may come later."""
    inside = {f"{box}.{name}" for box, layers in floors().items() for layer in layers for name in layer}
    return sorted(
        room for room in inside - set(floors()) if list(SOURCE.parent.glob(room.replace(".", "/") + "*"))
    )


def may_use(user: str, used: str) -> bool:
    """Whether the room `user` may know of the room `used`: itself, or one below it."""
    if user == used:
        return True
    box, mine, other = "conglang", user.split(".")[1:], used.split(".")[1:]
    while mine and other and mine[0] == other[0]:
        box = f"{box}.{mine.pop(0)}"
        other.pop(0)
    if not mine or not other:
        return False
    height = {name: index for index, layer in enumerate(floors()[box]) for name in layer}
    return height[mine[0]] < height[other[0]]


def python_files() -> Iterator[Path]:
    yield from sorted(SOURCE.rglob("*.py"))


def template_files() -> Iterator[tuple[str, str, Path]]:
    """Our templates: the name that code gives them, the room they stand in, the file."""
    for path in sorted(SOURCE.rglob("templates/**/*.*")):
        folder = next(parent for parent in path.parents if parent.name == "templates")
        yield path.relative_to(folder).as_posix(), room_of_file(folder), path


@cache
def templates() -> dict[str, tuple[str, Path]]:
    return {name: (room, path) for name, room, path in template_files()}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every literal string of a Python file with its line."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def where(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"
