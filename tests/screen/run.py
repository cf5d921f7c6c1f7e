"""run: all tests of the full screen, each file in its own process; counts what passed."""
import glob
import os
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
failed = 0
for path in sorted(glob.glob(os.path.join(here, "test_*.py"))):
    failed |= subprocess.run([sys.executable, path], check=False).returncode
sys.exit(failed)
