"""Diagnostics drawn as text, with the line and a caret, or as JSON."""


def render(diagnostic, source):
    """One diagnostic as text, without a newline at the end."""
    line, column = source.position(diagnostic.span.start)
    text = source.line(line)
    width = max(1, min(diagnostic.span.end - diagnostic.span.start, len(text) - column + 1))
    lead = "".join("\t" if c == "\t" else " " for c in text[: column - 1])
    out = [f"{source.name}:{line}:{column}: {diagnostic.severity}: {diagnostic.message} [{diagnostic.code}]"]
    out += [f"    {text}", f"    {lead}{'^' * width}"]
    for note in diagnostic.notes:
        if note.span is None:
            out.append(f"  note: {note.message}")
        else:
            number, start = source.position(note.span.start)
            out.append(f"{note.file or source.name}:{number}:{start}: note: {note.message}")
    if diagnostic.help:
        out.append(f"  help: {diagnostic.help}")
    return "\n".join(out)
