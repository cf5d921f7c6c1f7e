"""Signals, stops, crashes and a terminal that goes away: it is given back as it was, at once."""
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time

from demo import CHOICE, NUMBER, PROGRAM, RESULT, REVIEW, demo
from terminal import Skip, Terminal, run, sanitized, state_of, until

ENDING = {"SIGINT": signal.SIGINT, "SIGTERM": signal.SIGTERM, "SIGHUP": signal.SIGHUP,
          "SIGQUIT": signal.SIGQUIT}
CRASHING = {"SIGSEGV": signal.SIGSEGV, "SIGABRT": signal.SIGABRT, "SIGBUS": signal.SIGBUS,
            "SIGFPE": signal.SIGFPE, "SIGILL": signal.SIGILL}


def ends_restored(terminal, status, name):
    assert terminal.wait() == status, (name, terminal.process.returncode)
    assert terminal.restored() == [], (name, terminal.restored())


def test_signals_end_the_program_and_give_the_terminal_back():
    for name, number in ENDING.items():
        with demo(CHOICE, "mouse", "colour") as terminal:
            terminal.process.send_signal(number)
            ends_restored(terminal, -number, name)
            assert b"status 3" in terminal.raw, name


def test_crashes_give_the_terminal_back():
    for name, number in CRASHING.items():
        with demo(CHOICE, "mouse", "colour") as terminal:
            terminal.process.send_signal(number)
            ends_restored(terminal, -number, name)


def test_signals_at_any_moment_of_the_start():
    for step in range(12):
        with demo(CHOICE, "mouse", ready=False) as terminal:
            end = time.monotonic() + step * 0.0004
            while time.monotonic() < end:
                pass
            terminal.process.send_signal(signal.SIGTERM)
            ends_restored(terminal, -signal.SIGTERM, f"step {step}")


def test_curses_does_not_take_a_signal_that_comes_while_it_starts():
    """One signal while it looks for the terminal's description, another one when it has begun."""
    if sanitized(PROGRAM):
        raise Skip("strace and the sanitizers do not go together")
    command = ["strace", "-o", "/dev/null", "-e", "trace=geteuid,write",
               "-e", "inject=geteuid:signal=SIGTERM:when=1", "-e", "inject=write:signal=SIGTERM:when=1",
               PROGRAM, CHOICE]
    with Terminal(command) as terminal:
        assert terminal.wait() == -signal.SIGTERM, terminal.process.returncode


def test_ctrl_c_and_ctrl_backslash():
    for key, number in (("ctrl-c", signal.SIGINT), ("ctrl-\\", signal.SIGQUIT)):
        with demo(CHOICE) as terminal:
            terminal.press(key, first=0.2)
            ends_restored(terminal, -number, key)


def test_ctrl_s_does_not_freeze():
    with demo(CHOICE) as terminal:
        terminal.press("ctrl-s", first=0.05)
        assert terminal.press("down") != b""


def as_a_job():
    """A process group of its own in front."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(0, os.getpgrp())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)


def test_stop_and_go_on():
    """In a process group of its own under a leader, as a shell starts it."""
    def own_group():
        if os.fork() != 0:  # the leader: stands for the shell, waits for its child
            os.closerange(3, 256)
            _, status = os.waitpid(-1, 0)
            os._exit(0 if os.WIFEXITED(status) else 1)
        as_a_job()

    with demo(REVIEW, "mouse", before=own_group) as terminal:
        terminal.press("down", "down")
        group = os.tcgetpgrp(terminal.master)
        before = terminal.rows(), terminal.cursor()
        for size in (None, (60, 20), (80, 24)):
            terminal.press("ctrl-z", first=0.3)
            until(lambda: state_of(group) == "T", "the program stops")
            assert terminal.restored() == [], terminal.restored()
            if size:
                terminal.set_size(*size)
            os.kill(group, signal.SIGCONT)
            terminal.wait_for("All is right")
            assert "> " in terminal.rows()[terminal.focus()[0]]
            assert terminal.cursor() == terminal.focus()
        assert (terminal.rows(), terminal.cursor()) == before
        terminal.press("q", first=0.3)
        terminal.wait()


def under_a_shell(when_stopped):
    """What a shell does when its job is stopped: it takes the terminal. Its status tells how the job
    went on: 0 it ended by itself, 127 it stopped again, else the signal that ended it."""
    def shell():
        job = os.fork()
        if job == 0:
            as_a_job()
            return
        os.closerange(3, 256)
        os.waitpid(job, os.WUNTRACED)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.tcsetpgrp(0, os.getpgrp())
        when_stopped(job)
        _, status = os.waitpid(job, os.WUNTRACED)
        os._exit(os.WTERMSIG(status))
    return shell


def test_a_change_of_size_while_stopped_is_seen():
    def resize_and_go_on(job):
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 12, 40, 0, 0))
        os.tcsetpgrp(0, job)
        os.kill(job, signal.SIGCONT)

    with demo(REVIEW, before=under_a_shell(resize_and_go_on)) as terminal:
        terminal.screen.resize(12, 40)
        terminal.press("ctrl-z", first=0.3)
        terminal.wait_for("more below")
        terminal.press("q", first=0.3)
        assert terminal.wait() == 0


def test_killed_in_the_background_it_ends():
    """As with `kill %1`: the terminal is the shell's then and must not be touched."""
    def kill(job):
        os.kill(job, signal.SIGTERM)
        os.kill(job, signal.SIGCONT)

    with demo(REVIEW, "mouse", before=under_a_shell(kill)) as terminal:
        terminal.press("ctrl-z", first=0.3)
        ends_restored(terminal, signal.SIGTERM, "kill")


def test_stop_without_a_shell_only_flashes():
    """The leader of the session cannot be woken up by anybody: it must not stop."""
    with demo(CHOICE) as terminal:
        before = terminal.rows()
        terminal.press("ctrl-z", first=0.3)
        terminal.wait_for("How long")
        assert state_of(terminal.process.pid) == "S"
        assert terminal.rows() == before
        assert terminal.press("down") != b""


def test_a_continued_program_repaints():
    """Stopped by somebody else, its terminal changed meanwhile."""
    with demo(CHOICE) as terminal:
        before = terminal.rows()
        os.kill(terminal.process.pid, signal.SIGSTOP)
        until(lambda: state_of(terminal.process.pid) == "T", "stopped")
        termios.tcsetattr(terminal.slave, termios.TCSANOW, terminal.settings)
        terminal.screen.reset()
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.wait_for("How long")
        assert terminal.rows() == before
        assert terminal.press("j") != b"", "keys are read one by one again"


def gone_within(terminal, limit=0.05):
    """Seconds from the terminal's going away until the program's end."""
    pid = terminal.process.pid
    watch = os.pidfd_open(pid)
    os.close(terminal.slave)
    began = time.monotonic()
    os.close(terminal.master)
    ready, _, _ = select.select([watch], [], [], 3)
    took = time.monotonic() - began
    os.close(watch)
    assert ready, "still running after its terminal has gone"
    return took


def test_gone_with_the_terminal_at_once():
    for prepare in (None, lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)):
        times = []
        for page in (CHOICE, NUMBER, RESULT):
            with demo(page, before=prepare) as terminal:
                times.append(gone_within(terminal))
        assert sorted(times)[1] < 0.05, times


def test_gone_with_the_terminal_of_its_output_alone():
    """Keys still come from another one. Nobody can read any more what they answer."""
    keyboard, screen = pty.openpty(), pty.openpty()
    with subprocess.Popen([PROGRAM, CHOICE], stdin=keyboard[1], stdout=screen[1],
                          stderr=subprocess.DEVNULL, start_new_session=True,
                          env={"TERM": "xterm", "LC_ALL": "C.UTF-8"}) as program:
        try:
            shown = b""
            while b"leave" not in shown:
                shown += os.read(screen[0], 65536)
            os.close(screen[1])
            os.close(screen[0])
            program.wait(3)
        finally:
            program.kill()
    os.close(keyboard[0])
    os.close(keyboard[1])


def test_what_cannot_be_shown_is_not_waited_at():
    """From the first page on, and from a later one. Curses does not tell that it could not write."""
    if sanitized(PROGRAM):
        raise Skip("strace and the sanitizers do not go together")
    for first, keys in ((1, []), (20, ["1", "b", "1"])):
        command = ["strace", "-o", "/dev/null", "-e", "trace=write",
                   "-e", f"inject=write:error=EIO:when={first}+", PROGRAM, CHOICE]
        with Terminal(command) as terminal:
            if keys:
                terminal.wait_for("How long")
            terminal.press(*keys, first=0.5)
            assert terminal.wait() == 0


def test_gone_while_keys_are_coming():
    with demo(CHOICE, before=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)) as terminal:
        os.write(terminal.master, b"jjjkkkjjj\033[" * 20)
        assert gone_within(terminal) < 0.5


def test_nobody_there():
    with demo(CHOICE, "idle=60") as terminal:
        assert terminal.wait() == 0
        assert b"status 4" in terminal.raw
        assert terminal.restored() == []


if __name__ == "__main__":
    run([test for name, test in sorted(globals().items()) if name.startswith("test_")], "signals")
