"""Script to Settings: what bash would hold after sourcing the file.  Nothing is executed.

Where only a running shell could tell, the value is unknown: an error if something reads the variable, a
warning if it is the file's own.  Facts about the shell are those of bash(1) and of POSIX mode, in which a
script for /bin/sh runs; what differs between the two is refused.

Here are the commands; what they stand on is in ``declaration``, ``assignment``, ``expansion`` and ``memory``.
"""

import re

from ..diagnostic import Note, error, warning
from ..network import variables
from ..source import Span
from .declaration import Declaring
from .effects import ANYTHING, RESERVED
from .syntax import ArrayAssignment, ArrayWord, Assignments, Compound, Declaration, Redirect, SimpleCommand
from .words import literal, short

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


def evaluate(script):
    """The Settings that bash would hold, and what there is to say about getting there."""
    shell = _Shell(script.source)
    shell.whole_file()
    for line in script.lines:
        shell.line(line)
    return shell.settings(), shell.diagnostics


class _Shell(Declaring):
    """Reads a file's commands, a line at a time: does what they do, or says why it does not."""

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
        if self.rest_is_skipped(command):
            return
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
        if self.rest_is_skipped(command):
            return None
        self.command_line(command)
        return _STATUS.get(literal(words[0])) if words and len(command.words) == 1 else None

    def rest_is_skipped(self, command):
        """True, and an error, where bash as sh goes on with the next line."""
        assigned = getattr(command, "assignments", ()) if isinstance(command, SimpleCommand) else ()
        skipped = command is not self.last and any(a.target.subscript is not None for a in assigned)
        if skipped:
            self.say(
                error(
                    "needs-running",
                    "after an element in front of a command, bash as sh skips the rest of the line",
                    assigned[0].span,
                    help="write the assignment on a line of its own",
                )
            )
        return skipped

    def dangerous(self, command, words, span, what):
        name = literal(words[0]) if words else None
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
            word = self.source.text[words[0].span.start : words[0].span.end].rstrip("\r")
            written = getattr(assignment, "value", None)
            if isinstance(assignment, ArrayAssignment) or written is not None:
                end = words[-1].span.end
                raw = self.source.text[assignment.span.end - len(self.text_of(assignment)) : end].rstrip("\r")
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
                    f"{name} is not set: bash would run {short(word)} as a command, and only that would see "
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
                f"bash would run {short(text or 'this')} as a command; inet1c skips it",
                span,
                help=help,
            )
        )

    def text_of(self, assignment):
        span = assignment.array.span if isinstance(assignment, ArrayAssignment) else assignment.value.span
        return self.source.text[span.start : span.end]


def _plain(text):
    return len(text) < 60 and text.isprintable() and not re.search(r"[\"'`$\\]", text)
