"""inet1c install and inet1c uninstall: the patch for /etc/rc.d/rc.inet1.

In: the folder of a machine's files (``/``, or what --root names).  Out: a patched rc.inet1, with the original
beside it as rc.inet1.stock; or the original again.  Nothing here starts or stops a network.

- ``patch``    a unified diff: read, applied without fuzz, reversed
- ``release``  which Slackware a rc.inet1 is of, whether it has the patch, and which patch fits
- ``command``  the two commands, and ``missing_patch``, which `inet1c check` asks

The two .patch files are links to the top of the repository; a wheel and the package hold copies.
"""

from .command import missing_patch

__all__ = ["missing_patch"]
