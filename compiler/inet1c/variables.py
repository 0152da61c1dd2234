"""Variables."""

PRESET = frozenset(["UID","EUID","HOSTNAME","PATH","HOME","IFS","RANDOM"])
READONLY=frozenset(["UID","EUID"])
CONTROL=frozenset(["IFS"])
DYNAMIC=frozenset(["RANDOM"])
def matters(name):
    return name.isupper()
