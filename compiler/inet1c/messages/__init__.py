"""Diagnostics and networks -> text for a person.

In: diagnostics and their Source; a ``Network``; a code.  Out: text.  Nothing here prints.

report.py    diagnostics as text, with the line and a caret, or as JSON
show.py      a network as a tree, or as a graph for Graphviz
explain.py   the page about a code, from ../explain/CODE.md
"""
