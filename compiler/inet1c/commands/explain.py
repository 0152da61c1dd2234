"""inet1c explain: the page about a message's code, or a list of all codes."""

import argparse

from ..files import write_out
from ..messages.explain import codes, first_sentence, page
from ..network.spelling import nearest


def add_arguments(subparsers):
    """Adds the command to the command line."""
    parser = subparsers.add_parser("explain", help="say more about a message's [code]; without CODE list them all")
    parser.add_argument("code", metavar="CODE", nargs="?", type=_code, help="the word in brackets after a message")


def run(options):
    """Prints one page, or the first sentence of each."""
    if options.code is None:
        known = codes()
        width = max(map(len, known))
        write_out("".join(f"{code:{width}}  {first_sentence(page(code))}\n" for code in known))
        return 0
    write_out(page(options.code))
    return 0


def _code(text):
    code = text.strip("[]")
    if code not in codes():
        near = nearest(code, codes())
        raise argparse.ArgumentTypeError(
            f"no message has the code '{code}'" + (f"; did you mean {near}?" if near else "")
        )
    return code
