"""Assignments: NAME=value, NAME[n]=value, NAME=(...)."""

from ..diagnostic import Note, error, warning
from ..network import variables
from ..source import Span
from .effects import ANYTHING
from .expansion import LAST_INDEX, Expansion, no_tilde
from .memory import NUMBER, Kept, Unknown
from .settings import Element, Value
from .syntax import ArrayAssignment, ArrayElement, Assignment, IndexedAssignment
from .words import braces, literal

_LONGEST = 2_000_000  # characters of all values together, beyond the file's own: X+=$X$X must end
_ELEMENT = 10  # for how many of them an element of an array counts


class Assigning(Expansion):
    """Does what assignments do."""

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
        except Unknown as unknown:
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

    def assign_one(self, assignment, variable, value):
        target = assignment.target
        if variable is None:
            variable = Kept()
        index = 0
        if isinstance(assignment, IndexedAssignment):
            index = self.index(target, variable)
        if isinstance(value, Unknown):
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
        no_tilde(written, ":")
        return value

    def put(self, variable, index, value, target, span=None):
        """Sets or, where *target* says so, appends to one element."""
        if target is not None and target.append and index in variable.elements:
            old = variable.elements[index].value
            value = Value(old.pieces + value.pieces, value.span)
        self.length += _ELEMENT + sum(len(piece.text) for piece in value.pieces)
        if self.length > _LONGEST + _ELEMENT * len(self.source.text):
            raise Unknown("too-long", "the values have grown too long", value.span)
        variable.elements[index] = Element(index, value, span or target.span)

    def assign_array(self, assignment):
        target = assignment.target
        old = self.variables.get(target.name)
        new = Kept()
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
                if braces(element) or braces(element.value):
                    raise _braces_unknown(element)
                following = self.index(element.target, new)
                if target.append and not element.target.append and following in new.elements:
                    raise Unknown(
                        "unsupported",
                        f"versions of bash disagree about [{following}]= in a +=: some append",
                        element.target.span,
                        f"write {target.name}[{following}]=... on a line of its own",
                    )
                self.put(new, following, self.value(element), element.target)
                following += 1
                continue
            if braces(element):
                raise _braces_unknown(element)
            no_tilde(element, ":=")
            for value in self.fields(element):
                self.put(new, following, value, None, value.span)
                following += 1
        if following > LAST_INDEX:
            raise Unknown("index", "the index is larger than bash can count", target.span)
        new.unknown = self.haunted.get(target.name)
        self.variables[target.name] = new

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
            text = "" if assignment.value is None else literal(assignment.value)
            if name in variables.INTEGER and (text is None or not NUMBER.fullmatch(text)):
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
            self.expansions([assignment])
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
            self.expansions([assignment])
            return False
        return True

    def expansions(self, nodes):
        """What the expansions in *nodes*, words and assignments that are not read themselves, set."""
        for name, span in [effect for node in nodes for effect in self.effects(node)]:
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

    # -- what bash refuses, or is not known

    def refuse_unknown(self, name, variable, span):
        raise Unknown(
            "unknown-value",
            f"what {name} held before is not known",
            span,
            notes=[Note("it got that value here", variable.unknown)],
        )

    def readonly(self, name, variable, span):
        return error(
            "readonly",
            f"{name} is read-only: bash refuses this, and as sh it ends the script",
            span,
            [Note("it was made so here", variable.readonly)] if variable.readonly else (),
        )

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

    def refused_by_bash(self, name, span):
        if name in variables.READONLY:
            return self.control(name, span)
        return self.readonly(name, self.variables[name], span)


def _braces_unknown(word):
    return Unknown(
        "braces",
        "bash would make several words of these braces",
        word.span,
        "write the words out, or put them between quotes",
    )
