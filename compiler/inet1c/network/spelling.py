"""Which known name a misspelt one stands for."""

import difflib

LONGEST = 40  # characters; a longer text is not a misspelt name
MOST = 200  # names to compare with; more would take too long for a hint


def nearest(text, names):
    """The one of *names* that *text* most likely misspells; None where none is near."""
    if len(text) > LONGEST or len(names) > MOST:
        return None
    folded = {_folded(name): name for name in reversed(tuple(names))}
    close = difflib.get_close_matches(_folded(text), folded, 1, 0.75)
    return folded[close[0]] if close else None


def slip(text, names):
    """The one of *names* that is *text* but for one letter, or two swapped, or case and hyphens; or None."""
    if not 4 <= len(text) <= LONGEST:  # a shorter word is near too many
        return None
    wanted = _folded(text)
    return next((name for name in names if _differ_by_a_letter(wanted, _folded(name))), None)


def _folded(text):
    return text.lower().replace("-", "_")


def _differ_by_a_letter(one, other):
    """True for equal texts, and for those that one letter too many, too few, wrong or swapped makes equal."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return len(one) <= 1 and len(other) <= 1 or len(one) == 2 and one == other[::-1]
