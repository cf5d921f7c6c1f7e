#!/usr/bin/python3
"""The service for systemd: it is well formed, and exposes at most 1.0 of 10."""
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from kiosk import PROGRAM, SANITIZED, TOP, Kiosk, Skip, run

UNIT = TOP / "data/redflag-kiosk@.service"


def analyze(*arguments):
    if shutil.which("systemd-analyze") is None:
        raise Skip("there is no systemd-analyze here")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "redflag-kiosk@tty1.service")
        text = UNIT.read_text(encoding="utf-8").replace("@bindir@/redflag", str(PROGRAM))
        path.write_text(text.replace("Documentation=", "#"), encoding="utf-8")
        return subprocess.run(["systemd-analyze", *arguments, path], text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def test_exposure_is_at_most_one():
    done = analyze("security", "--offline=true", "--threshold=10")
    exposure = re.search(r"Overall exposure level.*: ([0-9.]+)", done.stdout)
    assert exposure, done.stdout
    print(f"# exposure {exposure[1]}")
    assert float(exposure[1]) <= 1.0, done.stdout
    assert done.returncode == 0, done.stdout


def test_every_line_is_understood():
    done = analyze("verify")
    ours = [line for line in done.stdout.splitlines()
            if "redflag" in line and re.search(r"[Uu]nknown|ignoring|not executable|[Ff]ailed", line)]
    assert ours == [], ours


def test_no_shell_no_login_and_always_back():
    text = UNIT.read_text(encoding="utf-8")
    for line in ("Restart=always", "StartLimitIntervalSec=0", "TTYVTDisallocate=yes", "TTYReset=yes",
                 "TTYVHangup=yes", "LimitCORE=0", "LimitMEMLOCK=infinity", "NoNewPrivileges=yes"):
        assert re.search(rf"^{line}$", text, re.M), line
    assert "OnFailure" not in text
    assert re.search(r"^ExecStart=@bindir@/redflag kiosk$", text, re.M)


def groups():
    """The groups of system calls that systemd knows, by name."""
    text = subprocess.run(["systemd-analyze", "--no-pager", "syscall-filter"], text=True,
                          capture_output=True, check=True).stdout
    found, name = {}, None
    for line in text.splitlines():
        if line.startswith("@"):
            name = line.strip()
            found[name] = []
        elif name and line.startswith("    ") and not line.strip().startswith("#"):
            found[name].append(line.strip())
    return found


def calls_of(word, known):
    if not word.startswith("@"):
        return {word}
    return set().union(*(calls_of(one, known) for one in known[word]))


def allowed_calls():
    if shutil.which("systemd-analyze") is None:
        raise Skip("there is no systemd-analyze here")
    known, allowed = groups(), set()
    allowed |= calls_of("@default", known)
    for line in re.findall(r"^SystemCallFilter=(.*)$", UNIT.read_text(encoding="utf-8"), re.M):
        calls = set().union(*(calls_of(word, known) for word in line.lstrip("~").split()))
        allowed = allowed - calls if line.startswith("~") else allowed | calls
    return allowed


def test_the_filter_of_the_service_leaves_what_a_kiosk_needs():
    if SANITIZED:
        raise Skip("strace and the sanitizers do not go together")
    allowed = allowed_calls()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "trace")
        with Kiosk("--tally", f"{folder}/tally", wait=False, program=PROGRAM,
                   command=("strace", "-f", "-o", path)) as kiosk:
            kiosk.wait_for("Press any key")
            kiosk.to_result()
            kiosk.key("1").wait_for("Press any key")
            keeper = int(Path(f"/proc/{kiosk.process.pid}/task/{kiosk.process.pid}/children")
                         .read_text(encoding="ascii").split()[0])
            os.kill(keeper, signal.SIGHUP)
            kiosk.settle(1)
            os.kill(keeper, signal.SIGTERM)
            kiosk.wait()
        trace = path.read_text(encoding="utf-8", errors="replace")
    calls = set(re.findall(r"^\d+\s+(\w+)\(", trace, re.M))
    assert {"fork", "clone", "clone3", "vfork"} & calls and "fdatasync" in calls, calls
    assert calls <= allowed, calls - allowed


if __name__ == "__main__":
    run([test for name, test in list(globals().items()) if name.startswith("test_")], "service")
