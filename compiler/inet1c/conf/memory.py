"""What bash would hold so far, while the file is being read, and what there is to say about it.

The shell that ``evaluate`` reads a file with is made in layers, each on the one before: Memory, Expansion
(words), Assigning, Declaring, and in ``evaluate`` the commands.
"""

import re
from dataclasses import replace

from ..diagnostic import ERROR, refuses
from ..network import variables
from .effects import ANYTHING, Called, Counted, Defined, Split, Tried, effects_of
from .settings import Settings, Variable
from .syntax import ArrayAssignment, Redirect, SimpleCommand
from .words import literal

_SAME = 200  # findings of one code that are kept
NUMBER = re.compile("0|[1-9][0-9]{0,17}")  # to bash's arithmetic what it is to people
_OPERAND = re.compile(r"(?:[A-Za-z0-9_.:/][A-Za-z0-9_.:/-]*)?")  # one word, and no operator


# Where these are set the shell changes, or refuses it, and as sh then ends.
_SHELLS_OWN = variables.CONTROL | variables.DYNAMIC - {"_", "COLUMNS", "LINES", "OPTARG"}


class Unknown(Exception):
    """Only bash, when it runs, could tell; or the shells disagree.

    *fatal*: bash may end reading the file here, and so it concerns every variable.
    """

    def __init__(self, code, message, span, help=None, notes=(), fatal=False):
        super().__init__(message)
        self.code = code
        self.message = message
        self.span = span
        self.help = help
        self.notes = tuple(notes)
        self.fatal = fatal or code in ("index", "side-effect", "too-long")


class Kept:
    """A variable while the file is being read.

    ``unknown`` is the place where it got a value that is not known, ``readonly`` where it was made so.
    """

    __slots__ = ("array", "elements", "readonly", "unknown")

    def __init__(self):
        self.array = False
        self.elements = {}
        self.readonly = None
        self.unknown = None


class Memory:
    """The variables and the functions of the file, what was said, and what commands could do to them."""

    def __init__(self, source):
        self.source = source
        self.variables = {}
        self.diagnostics = []
        self.counts = {}
        self.used = set()
        self.lost = {}
        self.functions = set()
        self.haunted = {}  # names that a function may set whenever it is called: where it says so
        self.making = None  # the array whose elements are being set
        self.refused = set()  # names of which an error was reported: what they hold is not spoken of again
        self.crlf = False
        self.marks = any(mark in source.text for mark in "\x01\x7f")
        self.length = 0

    def settings(self):
        """What there is at the end."""
        found = []
        for name in sorted(self.variables):
            variable = self.variables[name]
            elements = variable.elements
            if variable.unknown is None and (elements or variable.array):
                found.append(Variable(name, tuple(elements[index] for index in sorted(elements))))
        unknown = frozenset(name for name, variable in self.variables.items() if variable.unknown is not None)
        return Settings(self.source, tuple(found), frozenset(self.used), unknown)

    def say(self, diagnostic):
        """Keeps *diagnostic*, unless the file is full of its like."""
        count = self.counts[diagnostic.code] = self.counts.get(diagnostic.code, 0) + 1
        if count <= _SAME:
            self.diagnostics.append(diagnostic)
        elif count == _SAME + 1 or (diagnostic.severity == ERROR and not refuses(self.diagnostics)):
            self.diagnostics.append(
                replace(diagnostic, message=diagnostic.message + "; more of these are left out")
            )

    def touch(self, name, span):
        """The variable *name*, which a command at *span* makes if there is none."""
        if name not in self.variables:
            self.variables[name] = Kept()
            if name in variables.PRESET:
                self.variables[name].unknown = span
        return self.variables[name]

    def forget(self, name, span, array=True):
        """*name* has a value from here on that is not known; *array* where it may have become one."""
        variable = self.touch(name, span)
        variable.unknown = span
        variable.array = variable.array or array

    def set_nowhere(self, assignments):
        """*assignments* only look as if they set something here."""
        for assignment in assignments:
            self.lost.setdefault(assignment.target.name, assignment.span)

    def effects(self, command):
        """What *command* could set, with what is known of the variables that it counts with."""
        said = effects_of(command)
        defined = {str(name) for name, _ in said if isinstance(name, Defined)}
        self.functions |= defined
        # Before its version 5.1, bash as sh keeps what stands in front of a function's name.
        if isinstance(command, SimpleCommand):
            words = [word for word in command.words if not isinstance(word, Redirect)]
            kept = bool(words) and literal(words[0]) in self.functions
        else:
            kept = bool(self.functions)
        markers = (Called, Counted, Defined, Split, Tried)
        touched = {name for name, _ in said if name is not ANYTHING and not isinstance(name, markers)}
        if isinstance(command, ArrayAssignment):
            touched.add(command.target.name)  # it has some of its elements while the others are made
        found = []
        for name, span in said:
            if isinstance(name, Tried):
                name = ANYTHING if self.fixed(name) else str(name) if kept else None
            elif isinstance(name, Called):
                # Functions that call each other may do so for ever.
                name = ANYTHING if defined and name in self.functions else None
            elif isinstance(name, (Counted, Split)):
                sound = NUMBER if isinstance(name, Counted) else _OPERAND
                known = not defined and name not in touched and self.holds(name, sound)
                name = None if known else ANYTHING
            elif isinstance(name, Defined):
                name = None
            elif name in _SHELLS_OWN or self.fixed(name):
                name = ANYTHING
            if name is None:
                continue
            if defined and name is not ANYTHING:
                self.haunted.setdefault(name, span)
            found.append((name, span))
        return found

    def holds(self, name, pattern):
        """True where all that *name* can hold is nothing, or what matches *pattern*."""
        variable = self.variables.get(name)
        if variable is None:
            return name not in variables.PRESET
        element = variable.elements.get(0)
        return variable.unknown is None and (element is None or bool(pattern.fullmatch(element.value.text)))

    def fixed(self, name):
        """True where *name* is read-only."""
        variable = self.variables.get(name)
        return name in variables.READONLY or variable is not None and variable.readonly is not None
