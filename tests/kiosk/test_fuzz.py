#!/usr/bin/python3
"""300 visitors who do everything at once; fewer with sanitizers. See fuzz.py."""
import subprocess
import sys

from kiosk import HERE, SANITIZED, run


def test_visitors_find_nothing():
    done = subprocess.run([sys.executable, HERE / "fuzz.py", "--runs", "60" if SANITIZED else "300"],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    print("# " + done.stdout.strip().replace("\n", "\n# "))
    assert done.returncode == 0, done.stdout


if __name__ == "__main__":
    run([test_visitors_find_nothing], "fuzz")
