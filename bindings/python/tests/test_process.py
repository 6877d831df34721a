"""What a long-lived process asks of a library: threads, constant memory, Ctrl-C, a fast import."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import dabiao

POLICY = dabiao.compile("beds >= 20")
# Without what other packages have hooked into the start of the interpreter.
BARE = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(dabiao.__file__))}


def many(rows):
    return POLICY.facts({"beds": list(range(rows))})


def test_threads_agree():
    facts = many(300)
    expected = POLICY.evaluate(facts, as_of="2026-01-15").to_json()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: POLICY.evaluate(facts, as_of="2026-01-15").to_json(), range(200)))
    assert set(found) == {expected}


def test_other_threads_run_meanwhile():
    facts = many(60_000)
    turns = 0
    done = threading.Event()

    def work():
        POLICY.evaluate(facts, as_of="2026-01-15")
        done.set()

    worker = threading.Thread(target=work)
    worker.start()
    while not done.wait(0.001):
        turns += 1
    worker.join()
    assert turns > 5


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_stays():
    def resident():
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def work(times):
        for _ in range(times):
            report = POLICY.evaluate({"id": ["a", "b"], "beds": [20, 19]}, as_of="2026-01-15")
            report.to_json()
            list(report)

    work(2_000)
    before = resident()
    work(8_000)
    assert resident() - before < 4 << 20


def test_ctrl_c_is_answered_within_a_second():
    program = """if True:
        import dabiao, time
        policy = dabiao.compile("beds >= 20 or beds per 7 doctors >= 3")
        facts = policy.facts({"beds": list(range(1_000_000)), "doctors": [7] * 1_000_000})
        print("ready", flush=True)
        try:
            for _ in range(100):
                policy.evaluate(facts, as_of="2026-01-15")
        except KeyboardInterrupt:
            print("stopped", flush=True)
            import os
            os._exit(0)
    """
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        started = time.monotonic()
        assert process.stdout.readline() == "stopped\n"
        assert time.monotonic() - started < 1


def test_ctrl_c_stops_the_work():
    program = """if True:
        import dabiao, time
        policy = dabiao.compile("beds >= 20 or beds per 7 doctors >= 3")
        facts = policy.facts({"beds": list(range(1_000_000)), "doctors": [7] * 1_000_000})
        print("ready", flush=True)
        try:
            policy.evaluate(facts, as_of="2026-01-15")
        except KeyboardInterrupt:
            time.sleep(0.5)
            used = time.process_time()
            time.sleep(0.5)
            print(time.process_time() - used)
    """
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        assert float(process.stdout.readline()) < 0.1


@pytest.mark.parametrize("call", ["evaluate", "columns"])
def test_progress_is_one_line(call, capsys):
    facts = many(60_000)
    getattr(POLICY, call)(facts, as_of="2026-01-15")
    assert capsys.readouterr().err == ""
    getattr(POLICY, call)(facts, as_of="2026-01-15", progress=True)
    drawn = capsys.readouterr().err
    assert drawn.startswith("\rreading the facts")
    assert drawn.count("\n") == 1 and "judged after" in drawn.rpartition("\r")[2]
    if call == "evaluate":
        assert "% of 60,000 verdicts" in drawn
    with pytest.raises(ValueError):
        getattr(POLICY, call)(facts, as_of="yesterday", progress=True)
    assert "stopped after" in capsys.readouterr().err


def test_nothing_heavy_is_imported():
    heavy = ["pandas", "polars", "pyarrow", "altair", "numpy"]
    slow = ["dataclasses", "datetime", "decimal", "fractions", "html", "inspect", "json", "pathlib", "typing", "re"]
    program = f"import sys; before = set(sys.modules); import dabiao; print(set({heavy + slow}) & (set(sys.modules) - before))"
    found = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, env=BARE, check=True)
    assert found.stdout.strip() == "set()"


def test_the_import_takes_no_more_than_50_ms():
    def taken():
        command = [sys.executable, "-X", "importtime", "-c", "import dabiao"]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
        return int(found.stderr.splitlines()[-1].split("|")[1])

    assert min(taken() for _ in range(5)) < 50_000


def test_plain_data_is_imported_when_it_is_asked_for():
    from dabiao import Diagnostic, Judgement  # noqa: F401

    assert dabiao.Attribute.__module__ == "dabiao.data" and set(dabiao.__all__) <= set(dir(dabiao))
    with pytest.raises(AttributeError, match="has no attribute 'Judgment'"):
        dabiao.Judgment  # noqa: B018
