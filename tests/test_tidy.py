"""STYLE.md as a test: what a machine can check of it."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "instagramapi"
TESTS = ROOT / "tests"

LIMITS = {"lines of a file": 400, "lines of a function": 40, "nesting": 3, "positional": 5}
FORBIDDEN_WORDS = {"util", "utils", "helper", "helpers", "manager", "managers"}
FORBIDDEN_NAMES = {"process()", "handle_it()", "data2"}
FORBIDDEN_IN_TESTS = re.compile(r"monkeypatch|unittest\.mock|import mock|\bmocker\b", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")
# Tests that are about no single place: laws over many things, proofs of the whole, the browser.
WITHOUT_A_MIRROR = {"laws", "proofs", "browser", "simulator", "test_tidy.py"}
TEXTS = {".py", ".md", ".toml", ".sql", ".yml", ".yaml", ".sh", ".txt", ".html", ".css", ".js"}
NOT_OURS = {"data", "node_modules", "__pycache__", "requirements"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Block = (
    ast.If | ast.For | ast.AsyncFor | ast.While | ast.With | ast.AsyncWith | ast.Try | ast.TryStar
    | ast.Match
)  # fmt: skip


def python_files(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, Function))


def at(path: Path, node: ast.stmt) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def depth(node: ast.AST) -> int:
    """Count the blocks inside each other; an elif stands beside its if, a def counts nothing."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef | ast.Lambda):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        deepest = max(deepest, depth(child) + (isinstance(child, Block) and not is_elif))
    return deepest


def public(nodes: Iterable[ast.stmt]) -> Iterator[ast.ClassDef | Function]:
    """List the public definitions among some statements."""
    for node in nodes:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def is_field(method: ast.ClassDef | Function) -> bool:
    """Whether it only says that a protocol has such a property."""
    return ast.unparse(method.body[0]) == "..." and bool(method.decorator_list)


def inherits(owner: ast.ClassDef) -> bool:
    return any(not ast.unparse(base).startswith(("Protocol", "Generic")) for base in owner.bases)


def words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+", name)}


def definitions(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, Function):
            yield node, f"{node.name}()"
        elif isinstance(node, ast.ClassDef):
            yield node, node.name
        elif isinstance(node, ast.Assign):
            yield from ((node, part.id) for part in node.targets if isinstance(part, ast.Name))


@pytest.mark.parametrize(
    ("code", "nesting"),
    [
        ("pass", 0),
        ("if a:\n  pass\nelif b:\n  pass\nelif c:\n  pass", 1),
        ("if a:\n  pass\nelse:\n  if b:\n    pass\n  c()", 2),
        ("for a in b:\n  with c:\n    try:\n      d()\n    finally:\n      e()", 3),
        ("if a:\n  def b():\n    if c:\n      pass", 1),
    ],
)
def test_nesting_is_counted_in_blocks(code: str, nesting: int) -> None:
    assert depth(ast.parse(code)) == nesting


def test_names_are_read_word_by_word() -> None:
    assert words("KeyManager") == words("key_manager") == {"key", "manager"}
    assert words("contextmanager") == {"contextmanager"}


def test_files_are_short() -> None:
    lengths = {
        path: len(path.read_text("utf-8").splitlines()) for path in python_files(SOURCE, TESTS)
    }

    long = {
        str(path.relative_to(ROOT)): n
        for path, n in lengths.items()
        if n > LIMITS["lines of a file"]
    }
    assert long == {}


def test_functions_are_short() -> None:
    long = [
        f"{at(path, node)} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in python_files(SOURCE, TESTS)
        for node in functions(path)
        if node.end_lineno and node.end_lineno - node.lineno >= LIMITS["lines of a function"]
    ]
    assert long == []


def test_nesting_is_shallow() -> None:
    deep = [
        f"{at(path, node)} {node.name} nests {depth(node)}"
        for path in python_files(SOURCE, TESTS)
        for node in functions(path)
        if depth(node) > LIMITS["nesting"]
    ]
    assert deep == []


def test_positional_arguments_are_few() -> None:
    many = []
    for path in python_files(SOURCE):
        for node in functions(path):
            names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
            if len([n for n in names if n not in ("self", "cls")]) > LIMITS["positional"]:
                many.append(f"{at(path, node)} {node.name}")
    assert many == []


def test_a_module_says_what_it_is() -> None:
    silent = [path for path in python_files(SOURCE) if not ast.get_docstring(tree_of(path))]

    assert silent == []


def test_public_names_are_documented() -> None:
    tops = [(path, node) for path in python_files(SOURCE) for node in public(tree_of(path).body)]
    methods = [
        (path, owner, method)
        for path, owner in tops
        if isinstance(owner, ast.ClassDef)
        for method in public(owner.body)
        if not is_field(method)
    ]
    # What a protocol explains is not explained again by those who keep it, in this product or
    # in a library.
    explained = {method.name for _, _, method in methods if ast.get_docstring(method)}
    own = [(path, m) for path, o, m in methods if m.name not in explained and not inherits(o)]
    silent = [f"{at(path, n)} {n.name}" for path, n in tops + own if not ast.get_docstring(n)]
    assert silent == []


def test_names_say_something() -> None:
    vague = [
        f"{at(path, node)} {name}"
        for path in python_files(SOURCE, TESTS)
        for node, name in definitions(path)
        if name in FORBIDDEN_NAMES or words(name) & FORBIDDEN_WORDS
    ]
    vague += [
        str(path) for path in python_files(SOURCE, TESTS) if words(path.stem) & FORBIDDEN_WORDS
    ]
    assert vague == []


def test_tests_mirror_the_source() -> None:
    lost = []
    for path in TESTS.rglob("test_*.py"):
        place = path.relative_to(TESTS)
        # A folder of tests stands for a folder of the source; a file on top for a module on top.
        mirror = place.parent if len(place.parts) > 1 else Path(place.name.removeprefix("test_"))
        if place.parts[0] not in WITHOUT_A_MIRROR and not (SOURCE / mirror).exists():
            lost.append(str(place))
    assert lost == []


# Test files are imported by their bare names, so that a room's makers are one import away.
def test_test_files_have_names_of_their_own() -> None:
    names = [path.name for path in python_files(TESTS) if path.name != "conftest.py"]

    assert {name for name in names if names.count(name) > 1} == set()


def test_every_room_has_tests() -> None:
    rooms = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))

    assert [room for room in rooms if not any((TESTS / room).rglob("test_*.py"))] == []


def test_tests_use_real_parts() -> None:
    patched = [
        str(path)
        for path in python_files(TESTS)
        if path != Path(__file__) and FORBIDDEN_IN_TESTS.search(path.read_text("utf-8"))
    ]
    assert patched == []


def test_requirements_name_no_place_to_download_from() -> None:
    named = [
        f"{path.name}: {line}"
        for path in (ROOT / "requirements").glob("*.txt")
        for line in path.read_text("utf-8").splitlines()
        if "://" in line or line.startswith(("-i", "-f", "--"))
    ]
    assert named == []


def test_nothing_is_left_unfinished() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in texts(ROOT)
        if path != Path(__file__) and UNFINISHED.search(path.read_text("utf-8"))
    ]
    assert found == []


def texts(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name in NOT_OURS:
            continue
        if path.is_dir():
            yield from texts(path)
        elif path.suffix in TEXTS or path.name == "Makefile":
            yield path
