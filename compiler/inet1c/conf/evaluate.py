"""Script to Settings: what bash would hold after sourcing the file. Nothing is executed.

Facts about bash are those of bash(1) and of its POSIX mode, in which a script for /bin/sh runs. A statement
is refused where the two differ, where versions of bash differ, and where only a running shell could tell.
"""

import re

from ..diagnostic import error, warning
from ..source import Span
from .memory import Memory, Problem, Slots, literal, parameters, refuse, refuse_braces, short
from .names import IDENTIFIER, PRESET, REFUSED_COMMANDS, SHELL_VARIABLES
from .syntax import Array, ArrayElement, Assignment, Command, Declaration

_REFERENCE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:\[(.*)\])?", re.S)
_ON_ITS_OWN = "write the assignment on a line of its own"
# What to write in the place of a command that is refused.
_INSTEAD = {
    ".": "write the settings of that file into this one",
    "source": "write the settings of that file into this one",
    "exit": "leave it out: it ends the script that sources this file",
    "return": "leave it out: it ends the reading of this file",
    "eval": "write NAME=value",
    "read": "write NAME=value",
    "readonly": "write NAME=value without it",
    "local": "write NAME=value without it",
}


def evaluate(script):
    """The Settings that bash would hold, and a list of diagnostics."""
    memory = Memory(script.source)
    _review_whole_file(memory)
    for line in script.lines:
        _read_line(memory, line)
    return memory.settings(), memory.diagnostics


def _review_whole_file(memory):
    text, name = memory.source.text, memory.source.name
    at = text.find("\r\n")
    if at >= 0:
        count = text.count("\r\n")
        memory.say(
            warning(
                "crlf",
                f"the lines end in CR LF, {count} of them: to bash the CR is the last character of the value",
                Span(at, at + 1),
                help=f"sed -i 's/\\r$//' {name}",
            )
        )
    if text.startswith("\ufeff"):
        memory.say(
            warning(
                "byte-order-mark",
                "the file begins with a byte order mark: to bash it belongs to the first word",
                Span(0, 1),
                help=f"sed -i '1s/^\\xef\\xbb\\xbf//' {name}",
            )
        )


def _read_line(memory, line):
    for operator in line.operators:
        if operator[0] != ";" and not all(isinstance(s, Command) for s in line.statements):
            shown = re.match(r"[&|]+", operator)[0]
            memory.say(
                error(
                    "needs-running",
                    f"only bash can tell what an assignment next to {shown} sets",
                    Span(operator.start_pos, operator.start_pos + len(shown)),
                    help=_ON_ITS_OWN,
                )
            )
            return
    for statement in line.statements:
        try:
            if isinstance(statement, Command):
                _skip_command(memory, statement, is_last=statement is line.statements[-1])
            elif isinstance(statement, Declaration):
                _declare(memory, statement)
            else:
                for assignment in statement.assignments:
                    _set(memory, assignment, _value(memory, assignment))
        except Problem as problem:
            if problem.diagnostic is not None:
                memory.say(problem.diagnostic)
            if not isinstance(statement, Command):
                memory.failed.update(assignment.name for assignment in statement.assignments)


# -- assignments


def _value(memory, assignment):
    """What *assignment* puts into its variable: a list of Pieces, or the Slots of an array."""
    name, value = assignment.name, assignment.value
    _refuse_shell_variable(memory, assignment)
    if not isinstance(value, Array):
        return memory.expand(value)
    slots = Slots()
    if assignment.append and name in memory.variables:
        slots = memory.variables[name]
    memory.making = name
    try:
        following = slots.following
        for element in value.elements:
            following = _put_element(memory, slots, following, element, assignment.append)
    finally:
        memory.making = None
    return slots


def _put_element(memory, slots, following, element, appends):
    """Does what *element* does in an array that is made, or added to where *appends*.

    *following* is the index that a plain word gets.  Returns the index that the next one gets.
    """
    if isinstance(element, ArrayElement):
        if element.value:
            refuse_braces(element.value)
        following = memory.index(element.index, element.target)
        words, span, target = [memory.expand(element.value)], _span_of_value(element), element.target
        adds = element.append
    else:
        words, span, target, adds = memory.words(element), element.span, element.span, False
    for pieces in words:
        if appends and not adds and following in slots:
            message = f"versions of bash disagree about element {following} in NAME+=( ): some add to it"
            refuse("unsupported", message, target, _ON_ITS_OWN)
        slots.put(following, pieces, span, target, adds)
        following += 1
    return following


def _span_of_value(node):
    """The Span of the value of *node*, an Assignment or ArrayElement; an empty one stands at the end."""
    return node.value.span if node.value else Span(node.span.end, node.span.end)


def _set(memory, assignment, value):
    """Puts *value*, of _value, into the variable."""
    if isinstance(value, Slots):
        value.is_array = True
        memory.variables[assignment.name] = value
        return
    index = 0
    if assignment.index is not None:
        index = memory.index(assignment.index, assignment.bracket)
    slots = memory.variables.setdefault(assignment.name, Slots())
    slots.put(index, value, _span_of_value(assignment), assignment.target, assignment.append)
    slots.is_array = slots.is_array or assignment.index is not None


def _refuse_shell_variable(memory, assignment):
    name = assignment.name
    if name in SHELL_VARIABLES:
        refuse(
            "shell-variable",
            f"{name} is bash's own: bash works with it, or refuses this",
            assignment.target,
            "use another name",
        )
    plain = assignment.index is None and not assignment.append and not isinstance(assignment.value, Array)
    if name in PRESET and name not in memory.variables and not plain:
        refuse(
            "shell-variable",
            f"{name} may have a value before this file is read",
            assignment.target,
            f"write {name}=value, or use another name",
        )


# -- declarations


def _declare(memory, declaration):
    """Does what export, declare, typeset and unset do."""
    builtin = declaration.builtin
    if builtin in ("readonly", "local"):
        _refuse_command(builtin, declaration.span)
    if builtin == "unset":
        _unset(memory, declaration)
        return
    assignments = declaration.assignments
    arguments = list(declaration.arguments)
    is_array = False
    if arguments and builtin != "export" and _text(arguments[0]) in ("-a", "-x", "-ax", "-xa"):
        is_array = "a" in _text(arguments.pop(0))
    for argument in arguments:
        if isinstance(argument, Assignment):
            is_read = argument.index is None
        else:
            is_read = IDENTIFIER.fullmatch(_text(argument)) and _text(argument) not in SHELL_VARIABLES
        if not is_read:
            refuse(
                "needs-running",
                f"inet1c does not read this argument of {builtin}",
                argument.span,
                f"write NAME=value or NAME[n]=value without {builtin}",
            )
    scalars = [a.value for a in assignments if not isinstance(a.value, Array)]
    if len(scalars) < len(assignments) > 1 or scalars and is_array:
        message = f"versions of bash disagree about arrays and other variables in one {builtin}"
        refuse("needs-running", message, declaration.span, _ON_ITS_OWN)
    for value in scalars:
        if value is not None:
            refuse_braces(value)
    # bash expands all arguments before it sets any variable.
    values = [_value(memory, assignment) for assignment in assignments]
    for assignment, value in zip(assignments, values):
        _set(memory, assignment, value)


def _text(argument):
    """The text of an argument of a declaration; empty where it is an assignment or has an expansion."""
    return "" if isinstance(argument, Assignment) else literal(argument) or ""


def _unset(memory, declaration):
    for argument in declaration.arguments:
        match = _REFERENCE.fullmatch(_text(argument))
        if not match or match[1] in PRESET:
            refuse("unset", "inet1c reads only unset NAME and unset NAME[n]", argument.span)
        refuse_braces(argument)
        name, index = match.groups()
        if index is None:
            memory.variables.pop(name, None)
            continue
        number = memory.index(index, argument.span)
        slots = memory.variables.get(name, Slots())
        if number not in slots or not slots.is_array:
            message = f"{name} has no element {number} here, and bash may refuse this"
            refuse("unset", message, argument.span, "leave it out")
        memory.remove(name, number, argument.span)


# -- commands


def _skip_command(memory, command, is_last):
    """Says that bash would run *command*; refuses it where that could change what is read."""
    name = literal(command.words[0])
    span = command.words[0].span
    if name == "\r" and command.span == span:
        return  # an empty line of DOS
    if name is None:
        refuse("needs-running", "only bash can tell what it would run here", span, "leave it out")
    if name in REFUSED_COMMANDS:
        _refuse_command(name, span)
    if any(getattr(part, "type", None) == "CONTINUATION" for part in command.words[0].parts):
        refuse("unsupported", "this word goes on in the next line", span, "write it on one line")
    for assignment in command.assignments:
        _refuse_shell_variable(memory, assignment)
        is_odd = len(command.assignments) > 1 or not is_last
        if isinstance(assignment.value, Array) or assignment.index is not None and is_odd:
            refuse(
                "needs-running",
                f"bash and sh disagree about this assignment in front of {short(name)}",
                assignment.span,
                _ON_ITS_OWN,
            )
        if assignment.index is not None:
            memory.index(assignment.index, assignment.bracket)
    for string in (*command.words, *(a.value for a in command.assignments if a.value)):
        refuse_braces(string)
        for parameter in parameters(string):
            if parameter.index is not None:
                memory.index(parameter.index, parameter.span)
    memory.say(_sets_nothing(memory, command) if command.assignments else _is_run(memory, command))


def _refuse_command(name, span):
    refuse(
        "needs-running",
        f"inet1c does not run {name}, which could change what bash reads",
        span,
        _INSTEAD.get(name, "leave it out: this file only sets variables"),
    )


def _sets_nothing(memory, command):
    """The warning about assignments in front of a command."""
    assignment = command.assignments[-1]
    name = memory.text(assignment.target)
    span = Span(assignment.span.start, command.words[-1].span.end)
    values = memory.text(span)[len(name) + 1 + assignment.append :].rstrip("\r")
    if assignment.value is None:
        help = f"write no blank behind the =: {name}={short(values.lstrip())}"
    elif len(values) < 60 and values.isprintable() and not re.search(r"[\"'`$\\]", values):
        help = f'values with blanks need quotes: {name}="{values}"'
    else:
        help = "values with blanks need quotes"
    word = short(memory.text(command.words[0].span).rstrip("\r"))
    return warning(
        "sets-nothing",
        f"{name} is not set: bash would run {word} as a command, and only that would see it",
        Span(command.span.start, span.end),
        help=help,
    )


def _is_run(memory, command):
    """The warning about a command, with what was perhaps meant."""
    text = memory.text(command.span)
    word = memory.text(command.words[0].span)
    name = re.match(r"[A-Za-z_][A-Za-z0-9_]*(?:\[[^\]]*\])?", word)
    rest = text[len(word) :].lstrip(" \t")
    if name and name[0] == word and rest.startswith("="):
        help = f"write no blank in front of the =: {word}={short(rest[1:].lstrip())}"
    elif name and "[" in name[0]:
        help = f'an assignment looks like {name[0].partition("[")[0]}[0]="..."'
    elif "\ufeff" in word:
        help = "delete the byte order mark"
    elif "\xa0" in word:
        help = "there is a no-break space, which bash takes for a letter: write a plain one"
    elif word.startswith("/") and not re.match(r"/[*/]", word):
        help = "leave it out: this file only sets variables"
    else:
        help = "put a # in front if this is text"
    message = f"bash would run {short(word)} as a command; inet1c skips it"
    return warning("command", message, command.span, help=help)
