"""Finds out which bonding mode the switch at the other end of NICs takes.

In: names of NICs, or a conf whose bonds name them.  Out: what was seen, a verdict, lines for rc.inet1.conf.

command.py   the command line, what it prints, the exit status
nic.py       whether a NIC is free; sets it up and leaves it as it was
talk.py      sends and receives, and notes what each port shows
frames.py    the frames, built and parsed
verdict.py   what the ports have shown -> observations and a Verdict
"""
