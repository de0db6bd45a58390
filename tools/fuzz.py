"""Look for inputs that a loader does not take as it promises, guided by the coverage of the code.

A target is a loader with its oracles: whatever the bytes, it gives a dataset or an ``InvalidDataError`` whose problems
can be told, within seconds and within memory; what it gives is written and comes back equal; strict and lenient reading
agree on what strict reading accepts; and so do the fast road and the one that explains.

Needs ``atheris``, which is not among the dependencies of the project. What is found goes to ``findings/TARGET`` in the
corpus, the smallest input for each fault, with what was raised beside it. The fuzzer goes on behind a fault.

    tools/fuzz.py json --seconds 120 --corpus build/fuzz
    tools/fuzz.py json --replay FILE
    tools/fuzz.py json --minimise FILE > SMALLER
"""

import argparse
import hashlib
import importlib
import json
import os
import re
import resource
import sys
import time
import traceback
from pathlib import Path
from typing import Any, Final

atheris: Any = importlib.import_module("atheris")  # it is not among the dependencies

with atheris.instrument_imports(include=["recognition", "rdflib.plugins.parsers", "followthemoney"]):
    from fuzzing.mutations import FIELDS, LONGEST, ODD, TERMS, mutator
    from fuzzing.oracles import SCRATCH, TARGETS, Broken, check
    from fuzzing.seeds import seeds

MOST_MEMORY: Final = 3 << 30
"""The address space of the process, in bytes."""
_LONGEST_WORD: Final = 60


def name_of(error: BaseException) -> str:
    """Give a name for a fault: what was raised and where, or the promise that was not kept."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/recognition/" in frame.filename]
    place = f"{Path(frames[-1].filename).stem}-{frames[-1].name}" if frames else "outside"
    told = f"{error}" if isinstance(error, Broken) else place
    return re.sub(r"[^A-Za-z0-9]+", "-", f"{type(error).__name__}-{told}")[:90]


def fault_of(target: str, data: bytes) -> BaseException | None:
    """Give what is wrong with how an input is taken, or nothing."""
    try:
        check(target, data)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever comes out is a fault
        return error
    return None


class Run:
    """One run of the fuzzer: how many inputs, and the smallest for each fault."""

    def __init__(self, target: str, corpus: Path) -> None:
        """Begin."""
        self.target = target
        self.findings = corpus / "findings" / target
        self.count = 0
        self.began = self.told = time.monotonic()
        self.log = corpus / f"{target}.log"
        self.found = set[str]()

    def take(self, data: bytes) -> None:
        """Check an input and keep it if it is a finding."""
        self.count += 1
        if (now := time.monotonic()) - self.told > 1:
            self.told = now
            line = {
                "target": self.target,
                "executions": self.count,
                "seconds": round(now - self.began, 1),
                "faults": sorted(self.found),
            }
            self.log.write_text(json.dumps(line) + "\n", encoding="utf-8")
        error = fault_of(self.target, data)
        if error is None:
            return
        name = name_of(error)
        self.found.add(name)
        self.findings.mkdir(parents=True, exist_ok=True)
        kept = self.findings / name
        if not kept.exists() or kept.stat().st_size > len(data):
            kept.write_bytes(data)
            told = "".join(traceback.format_exception(error))
            kept.with_name(f"{name}.txt").write_text(told, encoding="utf-8", errors="backslashreplace")


def minimised(target: str, data: bytes) -> bytes:
    """Give a smaller input with the same fault."""
    error = fault_of(target, data)
    if error is None:
        return data
    name = name_of(error)
    size = len(data) // 2
    while size:
        at = 0
        while at < len(data):
            fewer = data[:at] + data[at + size :]
            again = fault_of(target, fewer)
            if again is not None and name_of(again) == name:
                data = fewer
            else:
                at += size
        size //= 2
    return data


def main() -> None:
    """Fuzz a target, or look at one input."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS, metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=60, help="how long")
    parser.add_argument(
        "--corpus", type=Path, default=Path("build/fuzz"), help="the folder of inputs, findings and logs"
    )
    parser.add_argument("--replay", type=Path, help="check this one input")
    parser.add_argument("--minimise", type=Path, help="print what is left of this input")
    arguments = parser.parse_args()
    target = arguments.target
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    if arguments.replay:
        check(target, arguments.replay.read_bytes())
        return
    if arguments.minimise:
        sys.stdout.buffer.write(minimised(target, arguments.minimise.read_bytes()))
        return
    arguments.corpus = arguments.corpus.resolve()
    folder = arguments.corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    for data in () if any(folder.iterdir()) else seeds(target):
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    words = arguments.corpus / "words.txt"
    texts = dict.fromkeys(
        [*TERMS, *FIELDS, *(text for text in ODD if isinstance(text, str) and 0 < len(text) < _LONGEST_WORD)]
    )
    escaped = ("".join(f"\\x{byte:02x}" for byte in text.encode("utf-8", "surrogatepass")) for text in texts)
    words.write_text("".join(f'"{text}"\n' for text in escaped), encoding="utf-8")
    run = Run(target, arguments.corpus)
    options = [
        sys.argv[0],
        f"-max_total_time={arguments.seconds}",
        f"-max_len={LONGEST * (4 if target in {'sqlite', 'parquet'} else 1)}",
        "-timeout=60",
        "-rss_limit_mb=0",
        "-len_control=0",
        f"-dict={words}",
        f"-artifact_prefix={folder.parent}/{target}-",
        "-print_final_stats=1",
        str(folder),
    ]
    # The fuzzer ends its process when the time is up, whatever is left to be done.
    if child := os.fork():
        _, status = os.waitpid(child, 0)
        print(run.log.read_text(encoding="utf-8") if run.log.exists() else "not begun", end="")
        sys.exit(os.waitstatus_to_exitcode(status))
    atheris.Setup(options, run.take, custom_mutator=mutator(target))
    os.chdir(SCRATCH)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
