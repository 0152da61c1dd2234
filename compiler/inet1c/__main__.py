"""python3 -m inet1c"""

import sys

from .cli import main

sys.exit(main())
