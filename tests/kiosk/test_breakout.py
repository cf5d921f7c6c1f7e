#!/usr/bin/python3
"""Nobody gets out: key by key, on every kind of screen, and what the process could do if it tried."""
import os
import re
import signal
import subprocess
import tempfile
import termios
import time
from pathlib import Path

from kiosk import PROGRAM, SANITIZED, Kiosk, Skip, run, sandboxed

CONTROL = [bytes([byte]) for byte in range(32) if byte not in (8, 10, 12, 13, 27)]
FUNCTION = [b"\033OP", b"\033[[A", b"\033[11~", b"\033[15~", b"\033[24~", b"\033[1;3P"]
ALT = [b"\033" + bytes([byte]) for byte in b"xq!:|\r\t\x03"]
ESCAPES = [b"q", b"Q", b"!", b":", b":q!\r", b":sh\r", b"|", b"/", b"e", b"v", b"&", b"~.", b"~\032",
           b"exit\r", b"\003\003\003\004\004\034\032", b"\033", b"\033\033\033"]
PASTES = [b"\033[200~1\r1\r\003q!\033[201~", b"\033]52;c;cXVpdA==\007", b"\033P$q\"p\033\\"]
REPORTS = [b"\033[<0;10;10M\033[<0;10;10m", b"\033[M !!", b"\033[?1;2c", b"\033[12;40R", b"\033[I"]


def stays(kiosk, keys, words):
    """After each of these the same process shows the same page."""
    old = kiosk.patient()
    for key in keys:
        time.sleep(0.03)
        kiosk.press(key, first=0.05)
        assert kiosk.process.poll() is None, key
        assert kiosk.patient() == old, (key, kiosk.said())
        if words not in kiosk.text():  # help or a page back: the way back is open
            kiosk.key("b", "esc")
            assert words in kiosk.text() or "1  Start" in kiosk.text(), (key, kiosk.text())
            if "1  Start" in kiosk.text():
                kiosk.key("enter")
            kiosk.wait_for(words)


def test_no_key_leaves_a_question():
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.begin()
        stays(kiosk, CONTROL + FUNCTION + ALT + ESCAPES + PASTES + REPORTS, "Is any of these true?")
        assert "[x]" not in kiosk.text()


def test_no_key_leaves_a_number():
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.begin().key("4").wait_for("[x] None of these")
        kiosk.key("5").wait_for("How many steps")
        old = kiosk.patient()
        for key in CONTROL + FUNCTION + ALT + PASTES + REPORTS:
            time.sleep(0.03)
            kiosk.press(key, first=0.05)
        assert kiosk.patient() == old
        assert re.search(r"How many steps", kiosk.text())
        assert not re.search(r"> \d", kiosk.text()), kiosk.text()


def test_no_key_leaves_the_result():
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.to_result()
        stays(kiosk, CONTROL + FUNCTION + ALT + PASTES + REPORTS, "LOOK AFTER IT AT HOME")


def test_no_key_leaves_the_start_screen():
    for key in CONTROL + ESCAPES:
        with Kiosk(program=PROGRAM) as kiosk:
            old = kiosk.patient()
            kiosk.key(key)
            assert kiosk.process.poll() is None and kiosk.patient() == old, key
            kiosk.wait_for("1  Start")


def test_signals_of_the_keyboard_and_of_strangers_do_not_end_it():
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.begin().key("2").wait_for("[x] I have a rash")
        old = kiosk.patient()
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTIN,
                       signal.SIGTTOU, signal.SIGPIPE, signal.SIGUSR1, signal.SIGUSR2,
                       signal.SIGWINCH, signal.SIGCONT, signal.SIGALRM, signal.SIGVTALRM,
                       signal.SIGIO, signal.SIGPWR, signal.SIGXFSZ, signal.SIGXCPU, signal.SIGRTMIN,
                       signal.SIGRTMAX):
            os.kill(kiosk.keeper, number)
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTIN,
                       signal.SIGTTOU, signal.SIGPIPE, signal.SIGUSR1, signal.SIGWINCH,
                       signal.SIGCONT):
            os.kill(old, number)
        kiosk.settle(0.2)
        kiosk.key("3").wait_for("[x] I am not sure")
        assert kiosk.patient() == old


def test_the_keyboard_is_raw_between_patients_too():
    with Kiosk(program=PROGRAM) as kiosk:
        for state in ("patient", "between two"):
            iflag, _, _, lflag = termios.tcgetattr(kiosk.slave)[:4]
            for flag in (termios.ECHO, termios.ICANON, termios.ISIG, termios.IEXTEN):
                assert not lflag & flag, (state, flag)
            for flag in (termios.IXON, termios.IXOFF, termios.BRKINT):
                assert not iflag & flag, (state, flag)
            os.kill(kiosk.keeper, signal.SIGSTOP)  # nobody does anything once the patient has gone
            os.kill(kiosk.patient(), signal.SIGKILL)
        os.kill(kiosk.keeper, signal.SIGCONT)


def test_the_patient_process_is_locked_in():
    with Kiosk(program=PROGRAM) as kiosk:
        status = Path(f"/proc/{kiosk.patient()}/status").read_text(encoding="ascii")
        assert "NoNewPrivs:\t1" in status
        assert sorted(os.listdir(f"/proc/{kiosk.patient()}/fd")) == ["0", "1", "2"]
        assert sandboxed(kiosk.patient())
        limits = Path(f"/proc/{kiosk.patient()}/limits").read_text(encoding="ascii")
        assert re.search(r"Max core file size\s+0\s+0", limits)


def test_the_journal_says_what_is_not_in_force():
    with Kiosk(program=PROGRAM) as kiosk:
        if SANITIZED:
            assert "not in force: a short list of system calls" in kiosk.said()
        else:
            out = subprocess.run([PROGRAM, "kiosk", "--status"], capture_output=True, text=True,
                                 check=False).stdout
            for line in out.splitlines():
                if line.startswith("not in force: "):
                    assert line in kiosk.said()


def test_require_sandbox_refuses_where_a_part_is_missing():
    done = subprocess.run([PROGRAM, "kiosk", "--status"], capture_output=True, text=True, check=False)
    with Kiosk("--require-sandbox", program=PROGRAM, wait=done.returncode == 0) as kiosk:
        if done.returncode != 0:
            assert kiosk.wait() == 3
            assert "does not start" in kiosk.said()


def test_at_most_fifteen_system_calls_are_left():
    if SANITIZED:
        raise Skip("the filter is not in this build")
    out = subprocess.run([PROGRAM, "kiosk", "--status"], capture_output=True, text=True,
                         check=False).stdout
    left = re.search(r"^(\d+) system calls are left: (.*)$", out, re.M)
    assert left, out
    calls = left[2].split()
    assert int(left[1]) == len(calls) <= 15
    for call in ("open", "openat", "execve", "clone", "fork", "socket", "connect", "ptrace", "kill"):
        assert call not in calls


def test_a_whole_interview_needs_no_other_call():
    if SANITIZED:
        raise Skip("strace and the sanitizers do not go together")
    out = subprocess.run([PROGRAM, "kiosk", "--status"], capture_output=True, text=True,
                         check=False).stdout
    allowed = set(re.search(r"calls are left: (.*)$", out, re.M)[1].split())
    with Kiosk(program=PROGRAM) as kiosk:
        tracer = subprocess.Popen(["strace", "-p", str(kiosk.patient())], stderr=subprocess.PIPE,
                                  text=True)
        time.sleep(0.3)
        kiosk.to_result()
        for size in ((40, 12), (132, 50), (80, 24)):
            kiosk.set_size(*size)
            kiosk.settle(0.2)
        kiosk.key("?", "b", "h", "pgdn", "a", "b", "up", "esc")
        tracer.terminate()
        trace = tracer.communicate(timeout=5)[1]
        assert "attached" in trace, trace
        calls = set(re.findall(r"^(\w+)\(", trace, re.M))
        assert len(calls) > 3
        assert calls <= allowed, calls - allowed
        assert "EPERM" not in trace, re.findall(r"^.*EPERM.*$", trace, re.M)


def test_only_a_fixed_environment_is_left():
    hostile = {"TERMINFO": "/tmp/evil", "TERMINFO_DIRS": "/tmp/evil", "HOME": "/tmp/evil",
               "LD_PRELOAD": "", "LOCPATH": "/tmp/evil", "NCURSES_NO_UTF8_ACS": "1", "LINES": "5",
               "COLUMNS": "20", "ESCDELAY": "9999", "XDG_DATA_HOME": "/tmp/evil", "TZ": "/tmp/evil",
               "XDG_DATA_DIRS": "/tmp/evil", "XDG_CONFIG_HOME": "/tmp/evil", "SHELL": "/bin/sh"}
    if SANITIZED:
        raise Skip("strace and the sanitizers do not go together")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "trace")
        with Kiosk(program=PROGRAM, env=hostile, wait=False,
                   command=("strace", "-f", "-o", path, "-e", "trace=%file")) as kiosk:
            kiosk.wait_for("Press any key")
        trace = path.read_text(encoding="utf-8", errors="replace")
    trace = trace[trace.index("\n"):]  # the first line is how the program was started
    assert "fever.json" in trace and "terminfo" in trace
    assert "/tmp/evil" not in trace, re.findall(r".*tmp/evil.*", trace)


def test_only_known_terminals_are_served():
    for name in ("dumb", "unknown", "", "xterm-kitty", "../../tmp/x", "x" * 100000):
        with Kiosk(program=PROGRAM, env={"TERM": name}, wait=False) as kiosk:
            assert kiosk.wait() == 4, name
            assert "cannot run on the terminal type" in kiosk.said()
            assert kiosk.raw == b""
    for name in ("linux", "vt100", "vt220", "screen", "tmux-256color", "xterm"):
        if not any(Path(folder, name[0], name).exists()
                   for folder in ("/usr/share/terminfo", "/lib/terminfo", "/etc/terminfo")):
            continue
        with Kiosk(program=PROGRAM, env={"TERM": name}) as kiosk:
            kiosk.begin()


def test_the_program_imports_nothing_that_could_start_another():
    symbols = subprocess.run(["nm", "-D", "--undefined-only", PROGRAM], capture_output=True,
                             text=True, check=True).stdout
    names = {line.split()[-1].split("@")[0] for line in symbols.splitlines()}
    forbidden = re.compile(r"(exec[lv].*|fexecve|system|popen|posix_spawn.*|dlopen|dlmopen|socket|"
                           r"connect|bind|listen|accept4?|getpwnam|getpwuid|getaddrinfo|wordexp|"
                           r"gethostbyname)$")
    if SANITIZED:
        raise Skip("the sanitizers bring imports of their own")
    assert {name for name in names if forbidden.match(name)} == set()


def test_the_program_is_hardened():
    if SANITIZED:
        raise Skip("not the build that is delivered")
    head = subprocess.run(["readelf", "-hldW", PROGRAM], capture_output=True, text=True,
                          check=True).stdout
    assert re.search(r"Type:\s+DYN", head)  # PIE
    assert re.search(r"GNU_STACK.* RW ", head)  # no code on the stack


def test_nothing_is_asked_of_the_terminal():
    """No query whose answer would come as keys, no title, no clipboard."""
    with Kiosk(program=PROGRAM) as kiosk:
        kiosk.to_result().finish()
        for query in (rb"\033\]", rb"\033P", rb"\033\[[0-9;?>=]*[cn]", rb"\033\[1[1-9]t", rb"\033\[2[01]t",
                      rb"\033\[[0-9;]*x", rb"\005"):
            assert not re.search(query, kiosk.raw), query


if __name__ == "__main__":
    run([test for name, test in list(globals().items()) if name.startswith("test_")], "breakout")
