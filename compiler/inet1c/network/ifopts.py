"""IFOPTS: options of bonds, of their slaves, of VLANs, bridges and NICs.

15.0's form is ``"miimon 100 | lacp_rate fast"``: ip(8) gets what stands between two bars.  ``key=value`` works too.
Unknown options are passed to ip(8), as 15.0 does.
"""

import re

from ..diagnostic import Note
from ..source import Word
from . import options as bonding
from .model import Option, SlaveOption
from .reader import part, quoted
from .spelling import nearest, slip

# What may stand in a line of an ip(8) batch as it is.
PASSED_ON = re.compile(r"[A-Za-z0-9_.:+,/=-]+")


def pieces(reader, index):
    """IFOPTS[index] cut at bars, each piece as its words, ``key=value`` cut in two."""
    value = reader.settings.value("IFOPTS", index)
    if value is None:
        return
    for bar in re.finditer("[^|]+", value.text):
        words = []
        for match in re.finditer(r"\S+", bar.group()):
            word = value.word(bar.start() + match.start(), bar.start() + match.end())
            key, equals, rest = word.text.partition("=")
            if equals and key and rest:
                words += [part(word, 0, len(key)), part(word, len(key) + 1, len(word.text))]
            elif word.text.strip("="):
                bare = word.text.strip("=")
                start = word.text.index(bare)
                words.append(part(word, start, start + len(bare)))
        if words:
            yield words


def _passed_on(reader, owners, words, what, known):
    """*words* as an Option for ip(8); None, reported, where a batch cannot have it or it misspells one of *known*."""
    name = words[0]
    for word in words:
        if not PASSED_ON.fullmatch(word.text):
            reader.refuse(owners, "bad-option", f"cannot pass {quoted(word.text)} to ip", word.span,
                          help="put | between options; they have letters, digits and . _ : + , / = -")
            return None
    meant = slip(name.text, known)
    if meant is not None:
        reader.refuse(owners, "misspelt-option", f"unknown {what} option '{name.text}'", name.span,
                      help=f"did you mean {meant}?")
        return None
    near = nearest(name.text, known)
    reader.warn("unknown-option", f"unknown {what} option '{name.text}'; passing it to ip", name.span,
                help=f"did you mean {near}?" if near else None)
    return _option(words, known=False)


def _option(words, known=True):
    value = Word(" ".join(word.text for word in words[1:]),
                 words[1].span.to(words[-1].span) if len(words) > 1 else words[0].span)
    return Option(words[0], value, known)


def link_options(reader, index, owners, names, what):
    """IFOPTS[index] of a link that is not a bond but a *what*: *names* are the options that ip(8) has for it."""
    given = []
    for words in pieces(reader, index):
        name = words[0].text
        if name in names and all(PASSED_ON.fullmatch(word.text) for word in words):
            given.append(_option(words))
        elif name in bonding.LINK_MOVES and names is bonding.LINK_OPTIONS:
            reader.refuse(owners, "option-moves-link",
                          f"{name} in IFOPTS[{index}] contradicts what the file says elsewhere", words[0].span)
        else:
            given.append(_passed_on(reader, owners, words, what, names))
    return tuple(filter(None, given))


def bond_options(reader, index, owners):
    """IFOPTS[index] of a bond: its options, each once, the last one holding; and its slaves' options."""
    given, of_slaves = [], []
    for words in pieces(reader, index):
        position = 0
        while position < len(words):
            word = words[position]
            spec = bonding.spec(word.text)
            if spec is None:
                given.append(_passed_on(reader, owners, words[position:], "bond", bonding.NAMES))
                break
            position += 1
            if position == len(words):
                reader.refuse(owners, "option-without-value", f"{word.text} has no value", word.span)
            elif spec.scope == "slave":
                position = _slave_options(reader, owners, spec, word, words, position, of_slaves)
            else:
                value = _value(reader, owners, spec, words[position])
                position += 1
                if value is not None:
                    given.append(Option(Word(spec.name, word.span), value))
    return _each_once(reader, filter(None, given)), tuple(of_slaves)


def _value(reader, owners, spec, word):
    """*word* normalised for *spec*; None, reported, where the kernel would not take it."""
    if spec.name == "mode":
        return bonding_mode(reader, owners, word)
    if spec.type == bonding.IFNAME:
        reader.check_name(word, *owners)
        return word
    try:
        return Word(bonding.normalise(spec, word.text), word.span)
    except bonding.BadValue as problem:
        reader.refuse(owners, "bad-option-value", f"bad value '{quoted(word.text)}' for {spec.name}",
                      word.span, [Note(str(problem))],
                      f"did you mean {problem.near}?" if problem.near else None)
        return None


def bonding_mode(reader, owners, word):
    """*word* as a mode's name; None, reported, where it means none."""
    meant = bonding.mode(word.text)
    if meant is not None:
        return Word(meant, word.span)
    near = bonding.nearest_mode(word.text)
    reader.refuse(owners, "unknown-mode", f"unknown bonding mode '{quoted(word.text)}'", word.span,
                  help=f"did you mean {near}?" if near else f"write {', '.join(bonding.MODES)}, or 0 to 6")
    return None


def _slave_options(reader, owners, spec, name, words, position, of_slaves):
    """Takes ``eth0:1`` and more of its kind from *words* at *position*; gives the position behind them."""
    first = position
    while position < len(words) and (position == first or ":" in words[position].text):
        word = words[position]
        position += 1
        for match in re.finditer("[^,]+", word.text):
            pair = part(word, match.start(), match.end())
            slave, _, value = pair.text.rpartition(":")
            if slave and value:
                value = _value(reader, owners, spec, part(pair, len(slave) + 1, len(pair.text)))
                if value is not None:
                    member = part(pair, 0, len(slave))
                    of_slaves.append(SlaveOption(Word(spec.name, name.span), member, value))
            else:
                reader.refuse(owners, "bad-option-value", f"bad value '{quoted(pair.text)}' for {spec.name}",
                              pair.span, [Note(f"{spec.name} is an option of one slave")],
                              f"write {spec.name} eth0:1")
    return position


def _each_once(reader, given):
    kept = {}
    for option in given:
        key = (option.name.text if option.known else (option.name.text, option.value.text))
        same = {"num_unsol_na": "num_grat_arp"}.get(key, key)
        earlier = kept.pop(same, None)
        if earlier is not None and earlier.value.text != option.value.text:
            message = f"{option.name.text} is set twice; the last value holds"
            if earlier.name.text != option.name.text:
                message = f"{option.name.text} and {earlier.name.text} are one setting; the last value holds"
            reader.warn("option-twice", message, option.name.span,
                        [Note(f"set to {earlier.value.text} here", earlier.value.span)])
        kept[same] = option
    return list(kept.values())


def round_delays(reader, options):
    """*options* with the delays as the kernel rounds them, down to a multiple of miimon, with a warning."""
    miimon = next((o for o in options if o.known and o.name.text == "miimon"), None)
    step = int(miimon.value.text) if miimon else 0
    kept = []
    for option in options:
        if step and option.known and option.name.text in bonding.DELAYS and int(option.value.text) % step:
            rounded = int(option.value.text) // step * step
            given = miimon.name.span != miimon.value.span
            reader.warn(
                "delay-not-multiple",
                f"{option.name.text} {option.value.text} is not a multiple of miimon {step}; "
                f"the kernel rounds it to {rounded}",
                option.value.span,
                [Note("miimon is set here", miimon.value.span) if given else Note("miimon is 100 by default")],
                f"write {option.name.text} {rounded} or {rounded + step}")
            option = Option(option.name, Word(str(rounded), option.value.span))
        kept.append(option)
    return tuple(kept)


def warn_of_kernel(reader, bond):
    """Warns of those of *bond*'s options that the kernel which the file is for does not know."""
    kernel = reader.kernel
    if kernel is None:
        return
    linux = "Linux " + ".".join(str(number) for number in kernel)
    mode = bond.mode.text
    for option in (*bond.options, *bond.slave_options):
        spec = bonding.spec(option.name.text) if getattr(option, "known", True) else None
        if spec is None:
            continue
        name, value, span = option.name.text, option.value.text, option.name.span
        if not bonding.known_to(spec, kernel):
            message = f"{linux} has no {name}, which came with {'.'.join(map(str, spec.since))}"
        elif not bonding.choice_known_to(spec, value, kernel):
            message, span = f"{linux} has no {name} {value}", option.value.span
        elif mode in spec.modes and not bonding.mode_known_to(spec, mode, kernel):
            message = f"{linux} does not take {name} in {mode}"
        elif name == "use_carrier" and value == "0" and kernel >= (6, 18):
            message, span = f"{linux} does not take use_carrier 0", option.value.span
        else:
            continue
        reader.warn("kernel-lacks-option", message, span, help="start skips it there, and says so")
