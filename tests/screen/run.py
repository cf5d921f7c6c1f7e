"""run: all tests of the full screen, each file in a process of its own, side by side: they
mostly wait. Prints what each file says; fails if one fails."""
import glob
import os
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
running = [subprocess.Popen([sys.executable, path], stdout=subprocess.PIPE, text=True)
           for path in sorted(glob.glob(os.path.join(here, "test_*.py")))]
failed = 0
for process in running:
    print(process.communicate()[0], end="", flush=True)
    failed |= process.returncode
sys.exit(failed)
