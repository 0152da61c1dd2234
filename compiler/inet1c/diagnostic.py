"""Findings about a file: what is wrong, where, and what to do.  ``messages.report`` draws them."""

from dataclasses import dataclass
from typing import Optional

from .source import Span

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True)
class Note:
    """More about a diagnostic, at another place or at none.

    ``file`` names another host's file; None means the diagnostic's own.
    """

    message: str
    span: Optional[Span] = None
    file: Optional[str] = None


@dataclass(frozen=True)
class Diagnostic:
    """One finding.

    ``code`` is a stable lower-case name with hyphens, such as "two-masters", and has a page in ``explain``.
    ``severity`` is ERROR or WARNING.  ``message`` states the fact in one line; ``help`` says what to do.
    """

    code: str
    severity: str
    message: str
    span: Span
    notes: tuple = ()
    help: Optional[str] = None


def error(code, message, span, notes=(), help=None):
    """A diagnostic that refuses the file."""
    return Diagnostic(code, ERROR, message, span, tuple(notes), help)


def warning(code, message, span, notes=(), help=None):
    """A diagnostic that lets the file pass."""
    return Diagnostic(code, WARNING, message, span, tuple(notes), help)


def refuses(diagnostics):
    """True when there is an error among *diagnostics*."""
    return any(diagnostic.severity == ERROR for diagnostic in diagnostics)
