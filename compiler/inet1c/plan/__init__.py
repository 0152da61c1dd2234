"""Network -> the text of rc.inet1.bonding.

In: the Network that ``network`` has built and ``checks`` have passed.  Out: the text of the file, which
rc.bonding reads on start.

- ``order``: the interfaces of bonds' stacks, lower ones first; a cycle is an error.
- ``plan``: for each link the verbs of rc.bonding that make it so; a Plan is data, and no text yet.
- ``emit``: a Plan as text.
- ``quote``: the one place that turns a value into a word of shell.
"""
