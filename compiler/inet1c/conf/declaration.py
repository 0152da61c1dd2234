"""export, declare, typeset, readonly, local and unset."""

import re

from ..diagnostic import error, warning
from ..network import variables
from .assignment import Assigning
from .memory import NUMBER, Kept, Unknown
from .syntax import ASSIGNMENTS, ArrayAssignment, Assignment, Double, Parameter, Redirect, Word
from .words import NAME, braces, is_token, literal, short

_REFERENCE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\Z|([A-Za-z_][A-Za-z0-9_]*)\[(.*)\]\Z", re.S)
_LETTERS_OF_DECLARE = re.compile(r"[-+][aAfFgiIlnprtux]+\Z")


class Declaring(Assigning):
    """Does what declarations do."""

    def declaration(self, command):
        if command.name == "unset":
            self.unset(command)
            return
        for argument in command.arguments:
            if isinstance(argument, Redirect):
                self.say(error("redirected", f"{command.name} with a redirection is not read", argument.span))
                return
        arrays = [a for a in command.arguments if isinstance(a, ArrayAssignment)]
        scalars = [a for a in command.arguments if isinstance(a, Assignment)]
        if command.name == "local":
            if arrays:
                self.say(
                    error(
                        "needs-running",
                        "bash sets this array, and then says that local belongs into functions",
                        arrays[0].span,
                        help="leave local out",
                    )
                )
                return
            self.expansions(command.arguments)
            self.say(
                warning(
                    "command",
                    "local outside of a function sets nothing: bash says so and goes on",
                    command.span,
                )
            )
            self.set_nowhere([a for a in command.arguments if isinstance(a, ASSIGNMENTS)])
            return
        texts = [self.source.text[a.span.start : a.span.end] for a in arrays + scalars]
        names = {a.target.name for a in arrays}
        if (
            arrays
            and scalars
            and (
                any(a.target.name in names for a in scalars)
                or any(re.search(r"[$\[]", text) for text in texts)
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
            text = literal(argument) if isinstance(argument, Word) else None
            if options and text is not None and text[:1] in ("-", "+") and len(text) > 1:
                if text == "--":
                    options = False
                elif not self.option(command, argument, text, flags):
                    return
                continue
            options = False
            self.declared(command, argument, flags, values.get(argument.span))

    def ahead(self, assignment):
        """The value of *assignment*, or the Unknown that it ends in."""
        try:
            return self.value(assignment)
        except Unknown as unknown:
            return unknown

    def option(self, command, argument, text, flags):
        """Takes an option of a declaration; False where the declaration is not to be read on."""
        allowed = {"export": "npf", "readonly": "aApf"}.get(command.name, "aAfFgilnprtux")
        if not _LETTERS_OF_DECLARE.match(text) or any(letter not in allowed for letter in text[1:]):
            self.say(error("needs-running", f"{command.name} has no option {text}", argument.span))
            return False
        letters = set(text[1:])
        if letters & set("pfF"):
            for other in command.arguments:
                option = isinstance(other, Word) and (literal(other) or "").startswith("-")
                if isinstance(other, ASSIGNMENTS) or command.name != "declare" and not option:
                    self.say(
                        error(
                            "needs-running",
                            f"what {command.name} {text} does with this varies",
                            other.span,
                            help=f"leave {text} out",
                        )
                    )
                    return False
            self.expansions(command.arguments)
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
            if isinstance(argument, Assignment) and braces(argument.value):
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
        text = literal(argument)
        match = text is not None and NAME.match(text)
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

    def unset(self, command):
        functions = False
        options = True
        for word in command.arguments:
            if isinstance(word, (Assignment, ArrayAssignment, Redirect)):
                self.say(error("unset", "unset takes names: NAME or NAME[n]", word.span))
                continue
            try:
                text = self.expand(word.parts, word.span).text
            except Unknown as unknown:
                self.say(error(unknown.code, unknown.message, unknown.span, unknown.notes, unknown.help))
                continue
            if options and text.startswith("-"):
                if text in ("-v", "--"):
                    options = text == "-v"
                elif text == "-f":
                    functions = True
                else:
                    self.say(error("unset", f"inet1c does not read unset {short(text)}", word.span))
                    return
                continue
            options = False
            if not functions:
                self.unset_one(word, text)

    def unset_one(self, word, text):
        match = _REFERENCE.match(text)
        unquoted = "".join(str(p) for p in word.parts if not isinstance(p, (Double, Parameter)))
        if not match or any(not _is_plain(part) for part in word.parts if is_token(part) and part[0] == "$"):
            self.say(error("unset", f"{short(text)} is no NAME and no NAME[n]", word.span))
            return
        if re.search(r"[*?{}~]", unquoted):
            self.say(error("unset", "what this means depends on the files that are there", word.span))
            return
        name = match[1] or match[2]
        if name in variables.PRESET:
            if name in variables.CONTROL or name in variables.READONLY:
                self.say(self.control(name, word.span))
            elif match[3] is not None and not NUMBER.fullmatch(match[3]):
                self.say(error("unset", f"{name} is bash's own, and this index is no number", word.span))
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
        try:
            index = self.number(subscript, variable if variable.array else Kept(), word.span, name)
        except Unknown as unknown:
            self.say(error(unknown.code, unknown.message, unknown.span, unknown.notes, unknown.help))
            return
        if variable.unknown is not None:
            return
        if not variable.array:
            if index == 0:
                del self.variables[name]
            else:
                self.say(error("unset", f"{name} is no array: bash refuses this", word.span))
            return
        variable.elements.pop(index, None)


def _is_plain(part):
    return part[1:2] not in ("(", "[")


def _in_braces(word, name):
    return error(
        "braces",
        f"bash would set {name} several times: braces are expanded here",
        word.span,
        help="put the value between quotes",
    )
