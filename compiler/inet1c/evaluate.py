"""Script to Settings: what bash would hold after sourcing the file.  Nothing is executed.

Where only a running shell could tell, the value is unknown: an error if something reads the variable, a
warning if it is the file's own.  Facts about the shell are those of bash(1) and of POSIX mode, in which a
script for /bin/sh runs; what differs between the two is refused.
"""

import re
from dataclasses import replace

from . import variables
from .ansi import decoded
from .diagnostic import ERROR, Note, error, refuses, warning
from .effects import ANYTHING, RESERVED, Counted, Defined, Split, Tried, effects_of
from .settings import Element, Piece, Settings, Value, Variable
from .source import Span
from .syntax import (
    ASSIGNMENTS,
    ArrayAssignment,
    ArrayElement,
    ArrayWord,
    Assignment,
    Assignments,
    Compound,
    Declaration,
    Double,
    IndexedAssignment,
    Parameter,
    QuotedBraceWord,
    Redirect,
    SimpleCommand,
    Word,
    span_of,
)

_INTEGER = re.compile(r"[ \t\n]*([+-]?)[ \t\n]*(0[xX][0-9A-Fa-f]+|0[0-7]*|[1-9][0-9]*)[ \t\n]*\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_REFERENCE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\Z|([A-Za-z_][A-Za-z0-9_]*)\[(.*)\]\Z", re.S)
_LAST_INDEX = 2**63 - 2  # bash counts in intmax_t; one more would wrap
_SAME = 200  # findings of one code that are kept
_DEEPEST = 100  # ${A:-${B:-...}}
_LONGEST = 2_000_000  # characters of all values together, beyond the file's own: X+=$X$X must end
_ELEMENT = 10  # for how many of them an element of an array counts
_NUMBER = re.compile("0|[1-9][0-9]{0,17}")  # to bash's arithmetic what it is to people
_OPERAND = re.compile(r"(?:[A-Za-z0-9_.:/][A-Za-z0-9_.:/-]*)?")  # one word, and no operator
_LETTERS_OF_DECLARE = re.compile(r"[-+][aAfFgiIlnprtux]+\Z")


class _Unknown(Exception):
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


class _Variable:
    """A variable while the file is being read.

    ``unknown`` is the place where it got a value that is not known, ``readonly`` where it was made so.
    """

    __slots__ = ("array", "elements", "readonly", "unknown")

    def __init__(self):
        self.array = False
        self.elements = {}
        self.readonly = None
        self.unknown = None


def evaluate(script):
    """The Settings that bash would hold, and what there is to say about getting there."""
    shell = _Shell(script.source)
    shell.whole_file()
    for line in script.lines:
        shell.line(line)
    return shell.settings(), shell.diagnostics


class _Shell:
    """What the shell would hold so far.  Commands, then assignments, then words."""

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
        self.length = 0

    def settings(self):
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

    def whole_file(self):
        """What concerns every line alike."""
        text = self.source.text
        at = text.find("\r\n")
        if at >= 0:
            self.crlf = True
            self.say(
                warning(
                    "crlf",
                    f"the lines end in CR LF, {text.count(chr(13) + chr(10))} of them: "
                    "to bash the CR is the last character of the value",
                    Span(at, at + 1),
                    help=f"sed -i 's/\\r$//' {self.source.name}",
                )
            )
        if text.startswith("\ufeff"):
            self.say(
                warning(
                    "byte-order-mark",
                    "the file begins with a byte order mark: to bash it belongs to the first word",
                    Span(0, 1),
                    help=f"sed -i '1s/^\\xef\\xbb\\xbf//' {self.source.name}",
                )
            )

    # -- lines: what of them is run at all

    def line(self, line):
        group = []
        self.last = line.entries[-1].command
        for entry in line.entries:
            group.append(entry)
            if entry.after in ("", ";", "&"):
                if entry.after == "&":
                    self.apart(group, "in the background")
                else:
                    self.and_or(group)
                group = []
        if group:
            self.and_or(group)

    def and_or(self, entries):
        """cmd && cmd || cmd: each member a pipeline."""
        status = 0  # of what was run so far; None: not known
        pipeline = []
        connector = ""
        unsure = False
        for entry in entries:
            if not pipeline:
                connector = entry.before
            pipeline.append(entry)
            if entry.after in ("|", "|&"):
                continue
            first = pipeline[0]
            if connector in ("&&", "||"):
                unsure = unsure or status is None
                runs = None if unsure else (status == 0) == (connector == "&&")
            else:
                runs = True
            if runs is None:
                for member in pipeline:
                    self.perhaps(member.command)
            elif runs and len(pipeline) > 1:
                self.apart(pipeline, "in a pipeline")
                status = None
            elif runs:
                status = self.command(first.command)
                if first.bang and status is not None:
                    status = 0 if status else 1
            pipeline = []

    def apart(self, entries, where):
        """Commands that run in a shell of their own: they set nothing here."""
        for entry in entries:
            command = entry.command
            if isinstance(command, Assignments):
                names = ", ".join(assignment.target.name for assignment in command.assignments)
                self.say(
                    warning(
                        "sets-nothing",
                        f"{names} is not set: {where} bash uses a shell of its own",
                        command.span,
                        help="write the assignment on a line of its own",
                    )
                )
                self.set_nowhere(command.assignments)
            else:
                self.command_line(command)

    def perhaps(self, command):
        """A command that bash may or may not run."""
        found = self.effects(command)
        for name, span in found:
            if name is ANYTHING or variables.matters(name):
                what = "something that is read here" if name is ANYTHING else name
                self.say(
                    error(
                        "perhaps",
                        f"whether this sets {what} is known only when bash runs",
                        span,
                        help="write the assignment on a line of its own, or leave it out",
                    )
                )
                return
        for name, span in found:
            self.forget(name, span)
        self.say(
            warning(
                "command", "whether bash runs this is known only when it does; inet1c skips it", command.span
            )
        )

    # -- commands

    def effects(self, command):
        """What *command* could set, with what is known of the variables that it counts with."""
        found = []
        said = effects_of(command)
        defined = {str(name) for name, _ in said if isinstance(name, Defined)}
        self.functions |= defined
        # Before its version 5.1, bash as sh keeps what stands in front of a function's name.
        if isinstance(command, SimpleCommand):
            words = [word for word in command.words if not isinstance(word, Redirect)]
            kept = bool(words) and _literal(words[0]) in self.functions
        else:
            kept = bool(self.functions)
        for name, span in said:
            if isinstance(name, Defined):
                continue
            if isinstance(name, (Counted, Split)):
                if not defined and self.holds(name, _NUMBER if isinstance(name, Counted) else _OPERAND):
                    continue
                name = ANYTHING
            elif name is not ANYTHING and self.fixed(name):
                name = ANYTHING
            elif isinstance(name, Tried):
                if not kept:
                    continue
                name = str(name)
            elif name in variables.CONTROL or name in variables.INTEGER:
                name = ANYTHING
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

    def command(self, command):
        """Does what *command* does; gives its status: 0, 1, or None where that is not known."""
        if isinstance(command, Assignments):
            sound = [self.assign(assignment) for assignment in command.assignments]
            return 0 if all(sound) else None
        if isinstance(command, Declaration):
            self.declaration(command)
        elif isinstance(command, SimpleCommand):
            return self.simple_command(command)
        else:
            self.compound(command)
        return None

    def compound(self, command):
        found = self.effects(command)
        keyword = "function"
        if isinstance(command, Compound):
            keyword = re.match(r"[a-z]+|\[\[|.", str(command.token))[0]
        what = _COMPOUNDS.get(keyword, "this construct")
        begin = command.token.start_pos if isinstance(command, Compound) else command.span.start
        for name, span in found:
            if name is ANYTHING or variables.matters(name):
                self.say(
                    error(
                        "needs-running",
                        f"{what} can set "
                        + ("any variable" if name is ANYTHING else name)
                        + ", and inet1c does not run it",
                        span,
                        [
                            Note(
                                f"{what} begins here",
                                Span(begin, min(begin + len(keyword), command.span.end)),
                            )
                        ],
                        help="write the assignments that are to hold, one a line",
                    )
                )
                return
        for name, span in found:
            self.forget(name, span)
        first = self.source.position(begin)[0]
        last = self.source.position(max(begin, command.span.end - 1))[0]
        lines = f"line {first}" if first == last else f"lines {first} to {last}"
        self.say(
            warning(
                "command",
                f"bash would run {what} in {lines}; inet1c skips it",
                Span(begin, min(begin + len(keyword), command.span.end)),
            )
        )

    def simple_command(self, command):
        words = [word for word in command.words if not isinstance(word, Redirect)]
        redirects = [word for word in command.words if isinstance(word, Redirect)]
        assigned = command.assignments
        if not words and assigned:
            found = self.effects(command)
            if any(name is ANYTHING or variables.matters(name) for name, _ in found):
                self.say(
                    error(
                        "redirected",
                        "bash sets this only if the redirection works",
                        redirects[0].span,
                        help="leave the redirection out",
                    )
                )
                return None
            for name, span in found:
                self.forget(name, span)
            self.say(warning("command", "inet1c skips this: it has a redirection", command.span))
            return None
        if self.crlf and self.source.text[command.span.start : command.span.end] == "\r":
            return None
        for assignment in assigned:
            if self.fixed(assignment.target.name):
                self.say(self.refused_by_bash(assignment.target.name, assignment.target.span))
                return None
        found = self.effects(command)
        for name, span in found:
            if name is ANYTHING or variables.matters(name):
                what = "a variable that is read here" if name is ANYTHING else name
                self.say(self.dangerous(command, words, span, what))
                return None
        for name, span in found:
            self.forget(name, span)
        if command is not self.last and any(
            assignment.target.subscript is not None for assignment in assigned
        ):
            self.say(
                error(
                    "needs-running",
                    "after an element in front of a command, bash as sh skips the rest of the line",
                    assigned[0].span,
                    help="write the assignment on a line of its own",
                )
            )
            return None
        self.command_line(command)
        return _STATUS.get(_literal(words[0])) if words and len(command.words) == 1 else None

    def dangerous(self, command, words, span, what):
        name = _literal(words[0]) if words else None
        if any(isinstance(assignment, ArrayAssignment) for assignment in command.assignments):
            message, help = (
                "an array in front of a command: shells disagree about it",
                "write it on a line of its own",
            )
            span = command.assignments[0].span
        elif len(command.assignments) > 1 and any(
            assignment.target.subscript for assignment in command.assignments
        ):
            message = "elements in front of a command: bash as sh keeps some of them"
            help = "write each assignment on a line of its own, and quotes around values with blanks"
            span = command.assignments[0].span
        elif name in ("exit", "return", "exec", "logout"):
            message, help = (
                f"bash stops reading the file at this {name}",
                "leave it out: it ends the script that sources the file",
            )
        elif name in (".", "source"):
            message, help = (
                "inet1c does not read the file that is sourced here",
                "write its settings into this file",
            )
        elif name in ("set", "shopt", "alias", "unalias", "trap", "enable"):
            message, help = f"{name} changes how bash reads what follows", "leave it out"
        elif name in RESERVED:
            message = f"{name} is a word of the shell's own language, and out of place here: a syntax error"
            help = "put a # in front if this is text"
        elif name is None:
            message, help = (
                f"what bash runs here is known only when it does, and it may set {what}",
                "leave it out",
            )
        elif command.assignments:
            message = f"in front of {name}, bash as sh keeps this assignment and bash as bash does not"
            help = "write the assignment on a line of its own"
            span = command.assignments[0].span
        else:
            message, help = (
                f"{name} may set {what}, and inet1c does not run it",
                "write NAME=value in its stead",
            )
        return error("needs-running", message, span, help=help)

    def command_line(self, command):
        """Says that bash would run *command*, and what was perhaps meant."""
        span = command.span
        if not isinstance(command, SimpleCommand):
            self.say(warning("command", "bash would run this; inet1c skips it", span))
            return
        words = [word for word in command.words if not isinstance(word, Redirect)]
        if command.assignments and words:
            assignment = command.assignments[-1]
            name = self.source.text[assignment.target.span.start : assignment.target.span.end]
            word = self.source.text[words[0].span.start : words[0].span.end]
            written = getattr(assignment, "value", None)
            if isinstance(assignment, ArrayAssignment) or written is not None:
                end = words[-1].span.end
                raw = self.source.text[assignment.span.end - len(self.text_of(assignment)) : end]
                help = (
                    f'values with blanks want quotes: {name}="{raw}"'
                    if _plain(raw)
                    else "values with blanks want quotes"
                )
            else:
                help = f"there is no blank after the =: {name}={word}"
            self.say(
                warning(
                    "sets-nothing",
                    f"{name} is not set: bash would run {_short(word)} as a command, and only that would see "
                    f"it",
                    Span(command.assignments[0].span.start, words[-1].span.end),
                    help=help,
                )
            )
            self.set_nowhere(command.assignments)
            return
        first = words[0] if words else None
        text = self.source.text[first.span.start : first.span.end] if first else ""
        help = None
        name = re.match(r"([A-Za-z_][A-Za-z0-9_]*)(\[[^\]]*\])?", text)
        after = self.source.text[first.span.end : span.end].lstrip(" \t") if first else ""
        if name and after.startswith("="):
            help = f"an assignment has no blank before the =: {name[0]}={after[1:].lstrip()}"
            self.lost.setdefault(name[1], span)
        elif name and variables.matters(name[1]) and (isinstance(first, ArrayWord) or name[0] != text):
            help = f'an assignment looks like {name[1]}[0]="..."'
            self.lost.setdefault(name[1], span)
        elif text.startswith("\ufeff"):
            help = "take the byte order mark away"
        elif text.startswith("\xa0") or "\xa0" in text:
            help = "there is a no-break space: bash takes it for a letter; write a plain one"
        elif re.match(r"/[*/]|\*/|--|;|\.\.\.|…", text):
            help = "a comment begins with #"
        elif text.startswith("/"):
            help = "leave it out: this file only sets variables"
        elif len(words) > 1 or not name:
            help = "put a # in front if this is text"
        self.say(
            warning(
                "command",
                f"bash would run {_short(text or 'this')} as a command; inet1c skips it",
                span,
                help=help,
            )
        )

    def text_of(self, assignment):
        span = assignment.array.span if isinstance(assignment, ArrayAssignment) else assignment.value.span
        return self.source.text[span.start : span.end]

    def set_nowhere(self, assignments):
        for assignment in assignments:
            self.lost.setdefault(assignment.target.name, assignment.span)

    # -- declarations

    def declaration(self, command):
        if command.name == "unset":
            self.unset(command)
            return
        if command.name == "local":
            self.say(
                warning(
                    "command",
                    "local outside of a function sets nothing: bash says so and goes on",
                    command.span,
                )
            )
            self.set_nowhere([a for a in command.arguments if isinstance(a, ASSIGNMENTS)])
            return
        arrays = [a for a in command.arguments if isinstance(a, ArrayAssignment)]
        scalars = [a for a in command.arguments if isinstance(a, Assignment)]
        if (
            arrays
            and scalars
            and any(
                re.search(r"[$\[]", self.source.text[a.span.start : a.span.end]) for a in arrays + scalars
            )
        ):
            self.say(
                error(
                    "needs-running",
                    "bash sets the arrays of this line before the other variables, and expands in between",
                    arrays[0].span,
                    help="write them on lines of their own",
                )
            )
            return
        # bash expands all the words of a command before it sets any variable.
        values = {argument.span: self.ahead(argument) for argument in scalars} if len(scalars) > 1 else {}
        flags = set()
        options = True
        for argument in command.arguments:
            if isinstance(argument, Redirect):
                self.say(error("redirected", f"{command.name} with a redirection is not read", argument.span))
                return
            text = _literal(argument) if isinstance(argument, Word) else None
            if options and text is not None and text[:1] in ("-", "+") and len(text) > 1:
                if text == "--":
                    options = False
                elif not self.option(command, argument, text, flags):
                    return
                continue
            options = False
            self.declared(command, argument, flags, values.get(argument.span))

    def ahead(self, assignment):
        """The value of *assignment*, or the _Unknown that it ends in."""
        try:
            return self.value(assignment)
        except _Unknown as unknown:
            return unknown

    def option(self, command, argument, text, flags):
        """Takes an option of a declaration; False where the declaration is not to be read on."""
        allowed = {"export": "npf", "readonly": "aApf"}.get(command.name, "aAfFgilnprtux")
        if not _LETTERS_OF_DECLARE.match(text) or any(letter not in allowed for letter in text[1:]):
            self.say(error("needs-running", f"{command.name} has no option {text}", argument.span))
            return False
        letters = set(text[1:])
        if letters & set("pfF"):
            self.say(warning("command", f"{command.name} {text} only prints; inet1c skips it", command.span))
            return False
        if letters & set("Ailunc") - ({"n"} if command.name == "export" else set()):
            self.say(
                error(
                    "needs-running",
                    f"{command.name} {text} gives variables another nature than inet1c reads",
                    argument.span,
                    help="leave the option out: arrays with numbers as indexes are declared by -a or not at "
                    "all",
                )
            )
            return False
        if text[0] == "-":
            flags.update(letters)
        elif letters & set("ar"):
            self.say(error("needs-running", f"bash refuses {text}", argument.span))
            return False
        return True

    def declared(self, command, argument, flags, value):
        readonly = "r" in flags or command.name == "readonly"
        if readonly and self.haunted:
            self.say(
                error(
                    "readonly",
                    "where a function sets a variable that is read-only, bash as sh ends the script",
                    argument.span,
                    help="leave it out",
                )
            )
            return
        if isinstance(argument, (Assignment, ArrayAssignment)):
            name = argument.target.name
            array = "a" in flags
            if isinstance(argument, Assignment) and _braces(argument.value):
                self.say(_in_braces(argument.value, name))
                return
            if array and isinstance(argument, Assignment):
                variable = self.variables.get(name)
                if argument.value is not None and self.source.text[argument.value.span.start] in "'\"":
                    text = self.source.text[argument.value.span.start + 1 : argument.value.span.end]
                    if text.lstrip().startswith("("):
                        self.say(
                            error(
                                "needs-running",
                                "bash reads this text a second time, as an array",
                                argument.span,
                            )
                        )
                        return
                if variable is None or not variable.array:
                    self.touch(name, argument.span).array = True
            self.assign(argument, value)
            if readonly and name in self.variables:
                self.variables[name].readonly = argument.span
            return
        text = _literal(argument)
        match = text is not None and _NAME.match(text)
        indexed = text is not None and re.match(r"([A-Za-z_][A-Za-z0-9_]*)\[([0-9]+)\]\Z", text)
        if match:
            name = text
            if "a" in flags and name in self.variables and not self.variables[name].array:
                variable = self.variables[name]
                variable.array = True
            elif "a" in flags:
                self.touch(name, argument.span).array = True
            if readonly:
                self.touch(name, argument.span).readonly = argument.span
            elif name not in self.variables and command.name != "export":
                self.touch(name, argument.span)
        elif indexed and command.name in ("declare", "typeset"):
            self.touch(indexed[1], argument.span).array = True
        else:
            self.say(
                error(
                    "needs-running",
                    f"inet1c does not read this argument of {command.name}",
                    argument.span,
                    help="write NAME[n]=value without it",
                )
            )

    def touch(self, name, span):
        """The variable *name*, which a command at *span* makes if there is none."""
        if name not in self.variables:
            self.variables[name] = _Variable()
            if name in variables.PRESET:
                self.variables[name].unknown = span
        return self.variables[name]

    def unset(self, command):
        functions = False
        options = True
        for word in command.arguments:
            if isinstance(word, (Assignment, ArrayAssignment, Redirect)):
                self.say(error("unset", "unset takes names: NAME or NAME[n]", word.span))
                continue
            try:
                text = self.expand(word.parts, word.span).text
            except _Unknown as unknown:
                self.say(error(unknown.code, unknown.message, unknown.span, unknown.notes, unknown.help))
                continue
            if options and text.startswith("-"):
                if text in ("-v", "--"):
                    options = text == "-v"
                elif text == "-f":
                    functions = True
                else:
                    self.say(error("unset", f"inet1c does not read unset {_short(text)}", word.span))
                    return
                continue
            options = False
            if not functions:
                self.unset_one(word, text)

    def unset_one(self, word, text):
        match = _REFERENCE.match(text)
        unquoted = "".join(str(p) for p in word.parts if not isinstance(p, (Double, Parameter)))
        if not match or any(not _is_plain(part) for part in word.parts if _is_token(part) and part[0] == "$"):
            self.say(error("unset", f"{_short(text)} is no NAME and no NAME[n]", word.span))
            return
        if re.search(r"[*?{}~]", unquoted):
            self.say(error("unset", "what this means depends on the files that are there", word.span))
            return
        name = match[1] or match[2]
        if name in variables.PRESET:
            if name in variables.CONTROL or name in variables.READONLY:
                self.say(self.control(name, word.span))
            else:
                self.forget(name, word.span)
            return
        variable = self.variables.get(name)
        if variable is not None and variable.readonly is not None:
            self.say(self.readonly(name, variable, word.span))
            return
        if match[1]:
            self.variables.pop(name, None)
            if name in self.haunted:
                self.forget(name, self.haunted[name])
            return
        if variable is None:
            return
        subscript = match[3]
        if subscript in ("@", "*"):
            if not variable.array:
                self.say(error("unset", f"{name} is no array: bash refuses this", word.span))
                return
            self.say(
                error(
                    "unset",
                    f"versions of bash disagree about unset {name}[{subscript}]",
                    word.span,
                    help=f"unset {name}",
                )
            )
            return
        if variable.unknown is not None:
            return
        try:
            index = self.number(subscript, variable if variable.array else _Variable(), word.span, name)
        except _Unknown as unknown:
            self.say(error(unknown.code, unknown.message, unknown.span, unknown.notes, unknown.help))
            return
        if not variable.array:
            if index == 0:
                del self.variables[name]
            else:
                self.say(error("unset", f"{name} is no array: bash refuses this", word.span))
            return
        variable.elements.pop(index, None)

    # -- assignments

    def forget(self, name, span, array=True):
        """*name* has a value from here on that is not known; *array* where it may have become one."""
        variable = self.touch(name, span)
        variable.unknown = span
        variable.array = variable.array or array

    def readonly(self, name, variable, span):
        return error(
            "readonly",
            f"{name} is read-only: bash refuses this, and as sh it ends the script",
            span,
            [Note("it was made so here", variable.readonly)] if variable.readonly else (),
        )

    def refused_by_bash(self, name, span):
        if name in variables.READONLY:
            return self.control(name, span)
        return self.readonly(name, self.variables[name], span)

    def control(self, name, span):
        if name in variables.READONLY:
            return error(
                "readonly",
                f"{name} is bash's own and read-only: bash refuses this, and as sh it ends the script",
                span,
                help="take another name",
            )
        return error(
            "shell-variable",
            f"{name} changes how the shell itself works, for the script that sources this file too",
            span,
            help="take another name",
        )

    def assign(self, assignment, value=None):
        """Does one assignment; False where it could not be done.

        *value*: what ``ahead`` gave, where it was expanded before.
        """
        target = assignment.target
        name = target.name
        variable = self.variables.get(name)
        self.making = None
        if variable is not None and variable.readonly is not None:
            self.say(self.readonly(name, variable, target.span))
            return False
        if name in variables.PRESET and not self.preset(assignment):
            return False
        try:
            if isinstance(assignment, ArrayAssignment):
                self.assign_array(assignment)
            elif (
                variable is not None
                and variable.unknown is not None
                and (target.append or isinstance(assignment, IndexedAssignment))
            ):
                self.refuse_unknown(name, variable, target.span)
            else:
                self.assign_one(assignment, variable, value)
        except _Unknown as unknown:
            if unknown.code is None:
                self.refused.add(name)
                return False
            for touched, span in self.effects(assignment):
                if touched is ANYTHING or variables.matters(touched):
                    unknown.fatal = True
                else:
                    self.forget(touched, span)
            if variables.matters(name) or unknown.fatal:
                self.say(error(unknown.code, unknown.message, unknown.span, unknown.notes, unknown.help))
                self.refused.add(name)
                return False
            self.say(
                warning(
                    unknown.code,
                    f"{unknown.message}; nothing reads {name}, and inet1c leaves it out",
                    unknown.span,
                    unknown.notes,
                )
            )
            self.forget(name, target.span, not isinstance(assignment, Assignment))
            return False
        finally:
            self.making = None
        return True

    def refuse_unknown(self, name, variable, span):
        raise _Unknown(
            "unknown-value",
            f"what {name} held before is not known",
            span,
            notes=[Note("it got that value here", variable.unknown)],
        )

    def preset(self, assignment):
        """What an assignment to one of bash's own variables does; True where it is like any other."""
        name, span = assignment.target.name, assignment.target.span
        if name in variables.READONLY or name in variables.CONTROL:
            self.say(self.control(name, span))
            return False
        if name in variables.DYNAMIC:
            if not isinstance(assignment, Assignment) or assignment.target.append:
                self.say(error("shell-variable", f"{name} is bash's own: it may refuse this", span))
                return False
            text = "" if assignment.value is None else _literal(assignment.value)
            if name in variables.INTEGER and (text is None or not _NUMBER.fullmatch(text)):
                self.say(
                    error(
                        "shell-variable",
                        f"{name} is an integer: bash counts with what it is given, and ends where it cannot",
                        span,
                        help="take another name",
                    )
                )
                return False
            self.say(
                warning("shell-variable", f"{name} is bash's own: it does not keep what it is given", span)
            )
            self.forget(name, span)
            self.expansions(assignment)
            return False
        fresh = name not in self.variables
        if fresh and (assignment.target.append or not isinstance(assignment, Assignment)):
            self.say(
                warning(
                    "shell-variable",
                    f"{name} is bash's own and has a value already: inet1c leaves it out",
                    span,
                )
            )
            self.forget(name, span)
            self.expansions(assignment)
            return False
        return True

    def expansions(self, assignment):
        """What the expansions in *assignment* set, where it is not read itself."""
        for name, span in self.effects(assignment):
            if name is ANYTHING or variables.matters(name):
                self.say(
                    error(
                        "needs-running",
                        "this can set " + ("any variable" if name is ANYTHING else name),
                        span,
                        help="leave it out",
                    )
                )
                return
            self.forget(name, span)

    def assign_one(self, assignment, variable, value):
        target = assignment.target
        if variable is None:
            variable = _Variable()
        index = 0
        if isinstance(assignment, IndexedAssignment):
            index = self.index(target, variable)
        if isinstance(value, _Unknown):
            raise value
        self.put(variable, index, self.value(assignment) if value is None else value, target)
        if isinstance(assignment, IndexedAssignment):
            variable.array = True
        if not isinstance(assignment, IndexedAssignment) and variable.unknown is not None:
            if variable.array:
                self.refuse_unknown(target.name, variable, target.span)
            variable.unknown = None
        self.variables[target.name] = variable

    def value(self, assignment):
        """What stands after the =, expanded."""
        written = assignment.value
        if written is None:
            return Value((), Span(assignment.span.end, assignment.span.end))
        value = self.expand(written.parts, written.span)
        _no_tilde(written, ":")
        return value

    def put(self, variable, index, value, target, span=None):
        """Sets or, where *target* says so, appends to one element."""
        if target is not None and target.append and index in variable.elements:
            old = variable.elements[index].value
            value = Value(old.pieces + value.pieces, value.span)
        self.length += _ELEMENT + sum(len(piece.text) for piece in value.pieces)
        if self.length > _LONGEST + _ELEMENT * len(self.source.text):
            raise _Unknown("too-long", "the values have grown too long", value.span)
        variable.elements[index] = Element(index, value, span or target.span)

    def assign_array(self, assignment):
        target = assignment.target
        old = self.variables.get(target.name)
        new = _Variable()
        new.array = True
        if target.append and old is not None:
            if old.unknown is not None:
                self.refuse_unknown(target.name, old, target.span)
            new.elements.update(old.elements)
        following = max(new.elements, default=-1) + 1
        if any(isinstance(element, ArrayElement) for element in assignment.array.elements):
            self.making = target.name
        for element in assignment.array.elements:
            if isinstance(element, ArrayElement):
                if _braces(element) or _braces(element.value):
                    raise _braces_unknown(element)
                following = self.index(element.target, new)
                if target.append and not element.target.append and following in new.elements:
                    raise _Unknown(
                        "unsupported",
                        f"versions of bash disagree about [{following}]= in a +=: some append",
                        element.target.span,
                        f"write {target.name}[{following}]=... on a line of its own",
                    )
                self.put(new, following, self.value(element), element.target)
                following += 1
                continue
            if _braces(element):
                raise _braces_unknown(element)
            _no_tilde(element, ":=")
            for value in self.fields(element):
                self.put(new, following, value, None, value.span)
                following += 1
        if following > _LAST_INDEX:
            raise _Unknown("index", "the index is larger than bash can count", target.span)
        new.unknown = self.haunted.get(target.name)
        self.variables[target.name] = new

    # -- indexes

    def index(self, target, variable):
        """The number that NAME[...] means; *variable* is for those that count from the end."""
        parts = target.subscript.parts
        if not parts:
            raise _Unknown("index", "the index is empty: bash refuses this", target.bracket, "write [0]")
        for part in parts:
            if _is_token(part) and part[0] in "'\\" and not part.startswith("\\\n"):
                raise _Unknown(
                    "index", "a quote in an index: bash cannot count with it", target.bracket, "write [0]"
                )
            if _is_token(part) and part.startswith("$'"):
                raise _Unknown(
                    "index", "a quote in an index: bash cannot count with it", target.bracket, "write [0]"
                )
        text = self.expand(parts, target.bracket).text
        return self.number(text, variable, target.bracket, target.name)

    def number(self, text, variable, span, name=None):
        """*text* in bash's arithmetic, as far as that is an integer or a variable that holds one."""
        plain = text.strip(" \t\n")
        seen = []
        while _NAME.match(plain):
            if plain in seen or len(seen) > 20:
                raise _Unknown("index", f"{plain} means itself: bash cannot count with it", span)
            seen.append(plain)
            value = self.lookup(plain, 0, span, count=True)
            if value is None or not value.strip(" \t\n"):
                if len(seen) == 1 and value is None and name is not None:
                    self.say(
                        warning(
                            "index",
                            f"{plain} is not set, and so bash takes {name}[{plain}] for {name}[0]",
                            span,
                            help=f"write the number: {name}[0]",
                        )
                    )
                plain = "0"
            else:
                plain = value.strip(" \t\n")
        match = _INTEGER.match(plain)
        if not match:
            if not plain:
                raise _Unknown(
                    "index", "the index is empty, and versions of bash disagree about that", span, "write [0]"
                )
            raise _Unknown(
                "index",
                f"the index {_short(plain)} is no integer that inet1c reads",
                span,
                "write the number: in the shell's arithmetic 08 is wrong and 010 is 8",
            )
        digits = match[2]
        number = (
            int(digits, 16 if digits[:2] in ("0x", "0X") else 8 if digits[0] == "0" else 10)
            if len(digits) < 40
            else _LAST_INDEX + 1
        )
        if number > _LAST_INDEX:
            raise _Unknown("index", "the index is larger than bash can count", span)
        if match[1] == "-" and number:
            number = max(variable.elements, default=-1) + 1 - number
            if number < 0:
                raise _Unknown(
                    "index",
                    "the index counts back past the first element: bash refuses this"
                    if variable.array or name is None
                    else f"{name} is no array, and nothing counts back from its end",
                    span,
                )
        return number

    # -- words

    def lookup(self, name, index, span, count=False):
        """The text of NAME[index], None where it is not set."""
        self.used.add(name)
        if name in self.refused:
            raise _Unknown(None, "", span)
        if name == self.making:
            raise _Unknown(
                "self-reference",
                f"{name} is used while it is being made: shells disagree about what it holds then",
                span,
                f"write the elements one a line: {name}[n]=...",
                fatal=True,
            )
        variable = self.variables.get(name)
        if variable is None:
            if name in variables.PRESET:
                raise _Unknown(
                    "unknown-value",
                    f"what {name} holds is known only when bash runs",
                    span,
                    "write the value out",
                )
            if not count and name in self.lost:
                return None
            return None
        if variable.unknown is not None:
            raise _Unknown(
                "unknown-value",
                f"what {name} holds is not known",
                span,
                notes=[Note("it got its value here", variable.unknown)],
            )
        element = variable.elements.get(index)
        return None if element is None else element.value.text

    def expand(self, parts, span, depth=0):
        """The text of *parts* where bash does not split it into words."""
        pieces = []
        for part in parts:
            self.part(part, pieces, depth)
        return Value(tuple(pieces), span)

    def part(self, part, pieces, depth, quoted=False):
        if isinstance(part, Double):
            for inner in part.parts:
                self.part(inner, pieces, depth, True)
            return
        if isinstance(part, Parameter):
            self.parameter(part, pieces, depth, quoted)
            return
        start, end = part.start_pos, part.end_pos
        first = part[0]
        if first == "\\" and (quoted or part.type != "QUOTED_TEXT"):
            if part.startswith("\\\n"):
                return
            if not quoted or (
                len(part) == 2 and part[1] in ('\\"$`}' if part.type == "QUOTED_BRACE_TEXT" else '\\"$`')
            ):
                text = part[1:] or "\\"
                pieces.append(Piece(text, Span(start, end)))
                return
            pieces.append(Piece(str(part), Span(start, end)))
        elif first == "$" and len(part) > 1:
            if part[1] == "'":
                pieces.append(Piece(decoded(part, Span(start, end), _Unknown), Span(start, end)))
            elif part[1] == '"':
                pieces.append(Piece(part[2:-1], Span(start + 2, end - 1)))
            elif part[1] in "([":
                raise self.running(part)
            elif _NAME.match(part[1:]):
                self.reference(part[1:], 0, Span(start, end), pieces)
            else:
                raise _Unknown(
                    "unknown-value",
                    f"what {part} holds is known only when bash runs",
                    Span(start, end),
                    "write the value out",
                )
        elif first == "`":
            raise self.running(part)
        elif not quoted and first in "'\"" and part.type != "QUOTED_TEXT":
            pieces.append(Piece(part[1:-1], Span(start + 1, end - 1)))
        elif part.type == "SUBSTITUTION":
            raise self.running(part)
        else:
            pieces.append(Piece(str(part), Span(start, end)))

    def running(self, part):
        """What stands for *part* is known only when it is run."""
        span = Span(part.start_pos, part.end_pos)
        fatal = bool(self.effects(part))
        if part.startswith("$((") or part.startswith("$["):
            return _Unknown(
                "arithmetic",
                "inet1c does not count: bash would, when it runs",
                span,
                "write the number",
                fatal=fatal,
            )
        shown = str(part) if len(part) <= 30 and part.isprintable() else part[:2] + "..."
        return _Unknown(
            "needs-running",
            f"{shown} would have to be run, and inet1c runs nothing",
            span,
            "write what it prints",
            fatal=fatal,
        )

    def reference(self, name, index, span, pieces):
        text = self.lookup(name, index, span)
        if text is None:
            self.not_set(name, index, span)
        elif text:
            pieces.append(Piece(text, span))

    def not_set(self, name, index, span):
        shown = f"{name}[{index}]" if index else name
        notes = [Note("here it only looks as if it were", self.lost[name])] if name in self.lost else ()
        self.say(warning("not-set", f"{shown} is not set here: bash puts nothing in its place", span, notes))

    def parameter(self, part, pieces, depth, quoted):
        """${NAME}, with an index and an operator or without."""
        if depth > _DEEPEST:
            raise _Unknown("unsupported", "expansions are nested too deep here", part.span, fatal=True)
        if part.sign or not _NAME.match(part.name):
            raise _Unknown(
                "unsupported",
                "inet1c does not read this expansion",
                part.span,
                "write the value out, or ${NAME:-word}",
                fatal=bool(self.effects(part)),
            )
        operator = part.operator
        if operator not in (None, "-", ":-", "+", ":+", "=", ":=", "?", ":?"):
            raise _Unknown(
                "unsupported",
                f"inet1c does not read the {operator} of this expansion",
                part.span,
                "write the value out",
                fatal=bool(self.effects(part)),
            )
        index = 0
        text = None
        if part.index is not None:
            inner = self.expand(part.index.parts, part.index.span, depth + 1).text
            if self.is_list(part):
                if operator is not None:
                    raise _Unknown(
                        "unsupported",
                        f"inet1c does not read the {operator} of this expansion",
                        part.span,
                        fatal=True,
                    )
                self.joined(part, pieces)
                return
            variable = self.variables.get(part.name)
            if variable is None and part.name in variables.PRESET:
                self.lookup(part.name, 0, part.span)
            if variable is not None and variable.unknown is not None:
                self.lookup(part.name, 0, part.span)
            counted = variable if variable is not None and variable.array else _Variable()
            index = self.number(inner, counted, part.index.span, part.name)
        text = self.lookup(part.name, index, part.span)
        if operator is None:
            if text is None:
                self.not_set(part.name, index, part.span)
            elif text:
                pieces.append(Piece(text, part.span))
            return
        there = text is not None and (text != "" or not operator.startswith(":"))
        if operator[-1] == "+":
            there = not there
        if there:
            if text and operator[-1] != "+":
                pieces.append(Piece(text, part.span))
            return
        if operator[-1] in "=?":
            what = "sets it" if operator[-1] == "=" else "ends the script"
            raise _Unknown(
                "side-effect",
                f"{part.name} is not set here, and this expansion {what}",
                part.span,
                f"set {part.name} on a line of its own",
            )
        if not quoted and any(_is_token(inner) and "~" in inner for inner in part.word.parts):
            raise _Unknown(
                "tilde", "what ~ means is known only when bash runs", part.span, "write the directory out"
            )
        if not quoted and any(
            _is_token(inner) and inner.type == "BRACE_TEXT" and re.search(r"[<>]\(", inner)
            for inner in part.word.parts
        ):
            raise _Unknown("needs-running", "this would have to be run", part.span)
        for inner in part.word.parts:
            self.part(inner, pieces, depth + 1, quoted or isinstance(part.word, QuotedBraceWord))

    def joined(self, part, pieces):
        """${NAME[*]} where nothing is split: the elements with blanks between."""
        self.lookup(part.name, 0, part.span)
        variable = self.variables.get(part.name)
        if variable is None:
            self.not_set(part.name, 0, part.span)
            return
        text = " ".join(variable.elements[index].value.text for index in sorted(variable.elements))
        if text:
            pieces.append(Piece(text, part.span))

    def fields(self, word):
        """The words that an array's element becomes: expansions outside of quotes are split at blanks."""
        fields = []
        pieces = []
        begun = False

        def end():
            nonlocal pieces, begun
            if begun:
                span = word.span
                fields.append(Value(tuple(pieces), span))
            pieces = []
            begun = False

        for part in word.parts:
            if isinstance(part, Double):
                if any(self.is_list(inner) for inner in part.parts):
                    if len(part.parts) > 1 or len(word.parts) > 1:
                        raise _Unknown(
                            "unsupported", "inet1c reads this expansion only as a word of its own", part.span
                        )
                    variable = self.list_of(part.parts[0])
                    if part.parts[0].index.parts[0] == "@":
                        for index in sorted(variable.elements):
                            fields.append(Value(variable.elements[index].value.pieces, word.span))
                        return fields
                self.part(part, pieces, 0)
                begun = True
            elif isinstance(part, Parameter) or (part[0] == "$" and len(part) > 1 and part[1] not in "'\"(["):
                if self.is_list(part):
                    if len(word.parts) > 1:
                        raise _Unknown(
                            "unsupported", "inet1c reads this expansion only as a word of its own", part.span
                        )
                    variable = self.list_of(part)
                    texts = [variable.elements[index].value.text for index in sorted(variable.elements)]
                elif (
                    isinstance(part, Parameter)
                    and part.word is not None
                    and any(not _is_token(inner) or inner[0] in "\\'\"$`" for inner in part.word.parts)
                ):
                    raise _Unknown(
                        "unsupported",
                        "inet1c does not read quotes and expansions in this default",
                        part.span,
                        'put the expansion between double quotes: "${...}"',
                    )
                else:
                    expanded = []
                    self.part(part, expanded, 0)
                    texts = ["".join(piece.text for piece in expanded)]
                span = span_of(part)
                for number, text in enumerate(texts):
                    if re.search(r"[*?\[\\]", text):
                        raise _Unknown(
                            "glob",
                            "bash would look for files that match this value",
                            span,
                            'put it between double quotes: "$NAME"',
                        )
                    if number and begun:
                        end()
                    for match in re.finditer(r"([ \t\n]+)|([^ \t\n]+)", text):
                        if match[1]:
                            end()
                        else:
                            pieces.append(Piece(match[2], span))
                            begun = True
            elif part.startswith("\\\n"):
                continue
            else:
                if part[0] not in "\\'\"$`" and re.search(r"[*?\[]", part):
                    raise _Unknown(
                        "glob",
                        "bash would look for files that match this word",
                        span_of(part),
                        "put it between quotes",
                    )
                before = len(pieces)
                self.part(part, pieces, 0)
                begun = begun or len(pieces) > before
        end()
        return fields

    def is_list(self, part):
        return isinstance(part, Parameter) and part.index is not None and part.index.parts in (("@",), ("*",))

    def list_of(self, part):
        if part.operator or part.sign:
            raise _Unknown("unsupported", "inet1c does not read this expansion", part.span)
        self.lookup(part.name, 0, part.span)
        return self.variables.get(part.name) or _Variable()


_COMPOUNDS = {
    "if": "this if",
    "while": "this loop",
    "until": "this loop",
    "for": "this loop",
    "select": "this loop",
    "case": "this case",
    "function": "this function",
    "coproc": "this coprocess",
    "{": "this group",
    "(": "this subshell",
    "[[": "this test",
}
_STATUS = {"true": 0, ":": 0, "false": 1}


def _is_token(part):
    return isinstance(part, str)


def _is_plain(part):
    return part[1:2] not in ("(", "[")


def _literal(word):
    """The text of *word* where it is written without any expansion, None otherwise."""
    if not isinstance(word, Word):
        return None
    found = []
    for part in word.parts:
        if isinstance(part, Double):
            if any(not _is_token(inner) or inner[0] in "$`" and len(inner) > 1 for inner in part.parts):
                return None
            found.append("".join(part.parts))
        elif (
            not _is_token(part)
            or part.type == "SUBSTITUTION"
            or part[0] == "`"
            or part[0] == "$"
            and len(part) > 1
        ):
            return None
        elif part[0] in "'\"":
            found.append(part[1:-1])
        elif part[0] == "\\":
            found.append(part.replace("\\\n", "")[1:])
        else:
            found.append(str(part))
    return "".join(found)


def _short(text):
    text = text if len(text) <= 40 else text[:37] + "..."
    return text if text.isprintable() else ascii(text)[1:-1]


def _plain(text):
    return len(text) < 60 and text.isprintable() and not re.search(r"[\"'`$\\]", text)


def _unquoted_text(word):
    """The characters of *word* outside of quotes; what is quoted or expanded is a NUL."""
    return "".join(
        str(part)
        if _is_token(part) and part[0] not in "\\'\"$`"
        else ""
        if _is_token(part) and part.startswith("\\\n")
        else "\0"
        for part in word.parts
    )


def _no_tilde(word, after):
    """Refuses a ~ where bash puts a home directory in its place."""
    text = _unquoted_text(word)
    if "~" in text and re.search(rf"(?:^|[{after}])~", text):
        raise _Unknown(
            "tilde",
            "what ~ means is known only when bash runs",
            word.span,
            "write the directory out, or put the ~ between quotes",
        )


def _braces(word):
    """True where bash might expand {a,b} or {1..3} in *word*."""
    if word is None:
        return False
    if isinstance(word, ArrayElement):
        return any(_is_token(part) and "{" in part for part in word.target.subscript.parts)
    text = _unquoted_text(word)
    return "{" in text and "}" in text


def _braces_unknown(word):
    return _Unknown(
        "braces",
        "bash would make several words of these braces",
        word.span,
        "write the words out, or put them between quotes",
    )


def _in_braces(word, name):
    return error(
        "braces",
        f"bash would set {name} several times: braces are expanded here",
        word.span,
        help="put the value between quotes",
    )
