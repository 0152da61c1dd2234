"""The folders of the compiler are its passes: none imports a later one, and the first page of each names its files."""

import ast
from pathlib import Path

import inet1c
import pytest

ROOT = Path(inet1c.__file__).resolve().parent
MODULES = {
    ".".join(("inet1c", *path.relative_to(ROOT).with_suffix("").parts)).replace(".__init__", ""): path
    for path in ROOT.rglob("*.py")
}
FOLDERS = sorted(path.parent for path in ROOT.glob("*/__init__.py"))
# What may import what stands in front of it; what stands in one line does not import each other.
ORDER = (
    ("source",), ("diagnostic",), ("files", "conf"), ("network",), ("checks", "plan", "messages"), ("passes",),
    ("install",), ("commands",), ("imports", "probe"), ("cli",), ("__main__",),
)  # fmt: skip
# `inet1c check` asks for the patch, which takes longer to import than most checks take.
LATE = {("inet1c.commands.check", "inet1c.install")}


def imported(name):
    """The modules of the compiler that the module *name* imports, and whether a function does it."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(node) for function in functions for node in ast.walk(function)}
    package = name.split(".")
    package = package if MODULES[name].stem == "__init__" else package[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = ".".join([*package[: len(package) + 1 - node.level], *filter(None, [node.module])])
            for alias in node.names:
                module = f"{base}.{alias.name}"
                yield module if module in MODULES else base, id(node) in inside


def place(name):
    """The number of the line of ORDER in which the module *name* is."""
    part = (name.split(".") + [""])[1]
    return next((number for number, parts in enumerate(ORDER) if part in parts), -1)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_no_module_imports_a_later_one(name):
    for module, late in imported(name):
        same_folder = module.split(".")[1:2] == name.split(".")[1:2]
        assert same_folder or place(module) < place(name), module
        assert not late or (name, module) in LATE, f"{module} is imported in a function"


def test_no_circle_of_modules():
    waits = {name: {module for module, _ in imported(name)} for name in MODULES}
    assert "inet1c.conf.parse" in waits["inet1c.conf"] and "inet1c.checks" in waits["inet1c.passes"]
    while waits:
        free = [name for name, modules in waits.items() if not modules & waits.keys()]
        assert free, f"these import each other: {sorted(waits)}"
        for name in free:
            del waits[name]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_first_page_names_every_file(folder):
    page = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert len(page.splitlines()) <= 22
    missing = [path.name for path in folder.glob("*.py") if path.stem != "__init__" and path.stem not in page]
    assert missing == []


def test_every_part_has_its_place():
    parts = {path.stem for path in ROOT.glob("*.py")} | {folder.name for folder in FOLDERS}
    assert parts - {"__init__"} == {part for parts in ORDER for part in parts}
