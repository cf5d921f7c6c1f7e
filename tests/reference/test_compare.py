#!/usr/bin/python3
"""The program agrees with the reference on 2,000 random protocols, always the same ones.

`make compare` tries many more of them, and with SEED=N others.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import compare

if __name__ == "__main__":
    driver = Path(os.environ.get("BUILD", "build")) / "tests" / "driver"
    sys.exit(compare.main([str(driver), "--seed", "1", "--count", "2000", "--cases"]))
