"""What conf.lark cuts out: where it ends, and which variables it could set."""

from .diagnostic import error
from .source import Span


def skim(source, token):
    from .parse import Unreadable

    raise Unreadable(
        error("unsupported", "inet1c does not read this", Span(token.start_pos, token.end_pos)), token.end_pos
    )
