"""IFOPTS: options of bonds, of their slaves, of VLANs, bridges and NICs.

15.0's form is ``"miimon 100 | lacp_rate fast"``: what stands between bars is what ip(8) gets.
``key=value`` is taken too.  What is not known here is passed on to ip(8), as 15.0 does.
"""

import re

from ..diagnostic import Note
from ..source import Word
from . import options as bonding
from .model import Option, SlaveOption
from .reader import part, quoted

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


def pass_on(reader, owners, words, what, near):
    """*words* as an option that ip(8) gets as it stands; None, reported, where a batch cannot have it."""
    for word in words:
        if not PASSED_ON.fullmatch(word.text):
            reader.refuse(owners, "bad-option", f"{quoted(word.text)} cannot be passed on to ip", word.span,
                          help="options are separated by |, and have letters, digits and . _ : + , / = -")
            return None
    reader.warn("unknown-option",
                f"{words[0].text} is no option of {what} that is known here; it is passed on to ip",
                words[0].span, help=f"did you mean {near}?" if near else None)
    return _option(words, known=False)


def _option(words, known=True):
    value = Word(" ".join(word.text for word in words[1:]),
                 words[1].span.to(words[-1].span) if len(words) > 1 else words[0].span)
    return Option(words[0], value, known)


def link_options(reader, index, owners, names, what):
    """IFOPTS[index] of a link that is no bond: *names* are the options that ip(8) has for it."""
    given = []
    for words in pieces(reader, index):
        name = words[0].text
        if name in names and all(PASSED_ON.fullmatch(word.text) for word in words):
            given.append(_option(words))
        elif name in bonding.LINK_MOVES and names is bonding.LINK_OPTIONS:
            reader.refuse(owners, "option-moves-link",
                          f"{name} in IFOPTS[{index}] works against what the file says elsewhere",
                          words[0].span)
        else:
            option = pass_on(reader, owners, words, what, bonding.nearest_option(name, names))
            if option is not None:
                given.append(option)
    return tuple(given)


def bond_options(reader, index, owners):
    """IFOPTS[index] of a bond: its options, each once, the last one holding; and its slaves' options."""
    given, of_slaves = [], []
    for words in pieces(reader, index):
        position = 0
        while position < len(words):
            word = words[position]
            spec = bonding.spec(word.text)
            if spec is None:
                near = bonding.nearest_option(word.text)
                option = pass_on(reader, owners, words[position:], "bonds", near)
                given += [option] if option is not None else []
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
    return _each_once(reader, given), tuple(of_slaves)


def _value(reader, owners, spec, word):
    """*word* normalised for *spec*; None, reported, where the kernel would not take it."""
    if spec.name == "mode":
        return mode(reader, owners, word)
    if spec.type == bonding.IFNAME:
        reader.check_name(word, *owners)
        return word
    try:
        return Word(bonding.normalise(spec, word.text), word.span)
    except bonding.BadValue as problem:
        reader.refuse(owners, "bad-option-value", f"{quoted(word.text)} is no value for {spec.name}",
                      word.span, [Note(str(problem))],
                      f"did you mean {problem.near}?" if problem.near else None)
        return None


def mode(reader, owners, word):
    """*word* as a mode's name; None, reported, where it means none."""
    meant = bonding.mode(word.text)
    if meant is not None:
        return Word(meant, word.span)
    near = bonding.nearest_mode(word.text)
    reader.refuse(owners, "unknown-mode", f"there is no bonding mode {quoted(word.text)}", word.span,
                  help=f"did you mean {near}?" if near else f"{', '.join(bonding.MODES)}, or 0 to 6")
    return None


def _slave_options(reader, owners, spec, name, words, position, of_slaves):
    """Take ``eth0:1`` and more of its kind from *words* at *position*; gives the position behind them."""
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
                reader.refuse(owners, "bad-option-value", f"{quoted(pair.text)} is no value for {spec.name}",
                              pair.span, [Note(f"{spec.name} is an option of one slave")],
                              f"{spec.name} eth0:1")
    return position


def _each_once(reader, given):
    kept = {}
    for option in given:
        key = (option.name.text if option.known else (option.name.text, option.value.text))
        same = {"num_unsol_na": "num_grat_arp"}.get(key, key)
        earlier = kept.pop(same, None)
        if earlier is not None and earlier.value.text != option.value.text:
            message = f"{option.name.text} was set before; the last one holds"
            if earlier.name.text != option.name.text:
                message = f"{option.name.text} is the same setting as {earlier.name.text}; the last one holds"
            reader.warn("option-twice", message, option.name.span,
                        [Note(f"it was {earlier.value.text} here", earlier.value.span)])
        kept[same] = option
    return list(kept.values())


def round_delays(reader, options):
    """*options* with the delays as the kernel rounds them, down to a multiple of miimon; that is said."""
    miimon = next((o for o in options if o.known and o.name.text == "miimon"), None)
    step = int(miimon.value.text) if miimon else 0
    kept = []
    for option in options:
        if step and option.known and option.name.text in bonding.DELAYS and int(option.value.text) % step:
            rounded = int(option.value.text) // step * step
            said = miimon.name.span != miimon.value.span
            reader.warn(
                "delay-not-multiple",
                f"{option.name.text} {option.value.text} is no multiple of miimon {step}; "
                f"the kernel makes it {rounded}",
                option.value.span,
                [Note("miimon is set here", miimon.value.span) if said
                 else Note("miimon is 100 where it is not set")],
                f"{option.name.text} {rounded} or {rounded + step}")
            option = Option(option.name, Word(str(rounded), option.value.span))
        kept.append(option)
    return tuple(kept)


def warn_of_kernel(reader, bond):
    """Warn of what the kernel that the file is read for does not know of *bond*'s options."""
    kernel = reader.kernel
    if kernel is None:
        return
    linux = "Linux " + ".".join(str(number) for number in kernel)
    mode = bond.mode.text
    for option in (*bond.options, *bond.slave_options):
        spec = bonding.spec(option.name.text) if getattr(option, "known", True) else None
        if spec is None:
            continue
        name, value = option.name, option.value
        span = name.span
        if not bonding.known_to(spec, kernel):
            since = ".".join(str(number) for number in spec.since)
            message = f"{linux} does not know {name.text}, which came with {since}"
        elif not bonding.choice_known_to(spec, value.text, kernel):
            message, span = f"{linux} does not know {name.text} {value.text}", value.span
        elif mode in spec.modes and not bonding.mode_known_to(spec, mode, kernel):
            message = f"{linux} does not take {name.text} in {mode}"
        elif spec.name == "use_carrier" and value.text == "0" and kernel >= (6, 18):
            message, span = f"{linux} does not take use_carrier 0", value.span
        else:
            continue
        reader.warn("kernel-lacks-option", message, span,
                    help="start says so there, leaves it out, and goes on")
