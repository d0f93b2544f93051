#!/usr/bin/env python3
"""make test-scale: a batch of 2,000 handouts as an array of 4 on a Slurm of one node.

Starts the Slurm in a temporary folder and stops it at the end. One task is cancelled in its midst and
submitted again alone; then the shares are merged, and files and manifest compared with one machine's.
"""

import argparse
import getpass
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests" / "bench"))

import projects  # noqa: E402

SCRIPT = ROOT / "docs" / "scale" / "quire.sbatch"
JOB = ROOT / "docs" / "scale" / "quire-job.yaml"
SHARES = 4

CONFIGURATION = """ClusterName=quire
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmdPort={node_port}
AuthType=auth/munge
AuthInfo=socket={folder}/run/munge.sock
CredType=cred/munge
SlurmUser={user}
SlurmdUser={user}
StateSaveLocation={folder}/controller
SlurmdSpoolDir={folder}/node
SlurmctldPidFile={folder}/run/slurmctld.pid
SlurmdPidFile={folder}/run/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory=1000 State=UNKNOWN
PartitionName=p Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Slurm:
    """Controller, node and munge, each by its own process id; gone when the block is left."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.processes = []
        self.environment = {**os.environ, "SLURM_CONF": str(self.folder / "slurm.conf")}

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        for name in ("run", "log", "controller", "node", "munge"):
            (self.folder / name).mkdir()
        self.folder.chmod(0o755)
        (self.folder / "munge").chmod(0o700)
        (self.folder / "munge" / "key").write_bytes(secrets.token_bytes(1024))
        (self.folder / "munge" / "key").chmod(0o600)
        (self.folder / "slurm.conf").write_text(CONFIGURATION.format(
            host=socket.gethostname().split(".")[0], port=free_port(), node_port=free_port(), folder=self.folder,
            user=getpass.getuser(), cpus=os.cpu_count()))
        f = self.folder
        self.launch("munged", "--foreground", "--force", f"--key-file={f}/munge/key", f"--socket={f}/run/munge.sock",
                    f"--pid-file={f}/run/munged.pid", f"--log-file={f}/log/munged.log", f"--seed-file={f}/munge/seed")
        self.wait_for(lambda: (f / "run" / "munge.sock").exists(), "munged")
        self.launch("slurmctld", "-D", "-c", "-f", f / "slurm.conf")
        self.launch("slurmd", "-D", "-c", "-f", f / "slurm.conf")
        self.wait_for(lambda: self.ask("sinfo", "-h", "-t", "idle"), "an idle node")

    def launch(self, program, *arguments):
        path = shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
        assert path, f"{program} is not installed: make test-scale installs slurm-wlm and munge"
        with open(self.folder / "log" / program, "wb") as log:
            self.processes.append(subprocess.Popen([path, *map(str, arguments)], stdout=log, stderr=log,
                                                   env=self.environment))

    def wait_for(self, condition, what, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.1)
        logs = "".join(f"--- {p.name}\n{p.read_text(errors='replace')[-800:]}" for p in (self.folder / "log").iterdir())
        raise AssertionError(f"no {what} after {seconds} s\n{logs}")

    def stop(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in reversed(self.processes):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def ask(self, *command):
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    def submit(self, folder, array, *arguments, **variables):
        done = subprocess.run(["sbatch", "--parsable", f"--array={array}", SCRIPT, *map(str, arguments)], cwd=folder,
                              env={**self.environment, **variables}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip().split(";")[0]

    def running(self, job):
        """The array's tasks that are not over: their numbers, and the state of each."""
        lines = self.ask("squeue", "-h", "-r", "-j", job, "-o", "%K %T").splitlines()
        return dict(line.split(" ", 1) for line in lines)

    def exit_code(self, job, task):
        """Of a task that is over: slurmctld keeps it for some minutes."""
        out = self.ask("scontrol", "show", "job", f"{job}_{task}", "-o")
        state = exit_code = ""
        for word in out.split():
            key, _, value = word.partition("=")
            state = value if key == "JobState" else state
            exit_code = value if key == "ExitCode" else exit_code
        return state, exit_code


class Run:
    """The test's steps; each says what it does and counts what it finds."""

    def __init__(self, options, project, slurm):
        self.options, self.project, self.slurm = options, project, slurm
        self.quire = str(options.quire.resolve())
        self.passed = self.failed = 0

    def say(self, words):
        print(words, flush=True)

    def check(self, ok, what, detail=""):
        if ok:
            self.passed += 1
            print(f"  ok      {what}", flush=True)
        else:
            self.failed += 1
            print(f"  FAILED  {what}\n          {str(detail)[:1500]}", flush=True)
        return ok

    def local(self, *arguments):
        return subprocess.run([self.quire, *map(str, arguments)], cwd=self.project, capture_output=True, text=True,
                              check=False)

    def files(self, name):
        folder = self.project / "out" / name
        return {p.name: p.read_bytes() for p in folder.glob("*.pdf")}

    def one_machine(self):
        self.say(f"One machine makes {self.options.documents:,} handouts.")
        started = time.monotonic()
        done = self.local("batch", "layouts/batch.yaml", "-q", "--out", "out/one")
        self.seconds = time.monotonic() - started
        self.check(done.returncode == 0, f"exit 0 after {self.seconds:.1f} s", done.stderr)
        self.check(len(self.files("one")) == self.options.documents, f"{self.options.documents:,} files")

    def array(self):
        """All four; the one that has the document that hangs is stopped in its midst."""
        hang = self.options.documents * 3 // 8
        self.say(f"Slurm makes them as an array of {SHARES}; document {hang} is told to hang.")
        job = self.slurm.submit(self.project, f"1-{SHARES}", "layouts/batch.yaml", "--out", "out/many",
                                "--max-time", "3600", QUIRE=self.quire, QUIRE_TEST_HANG=str(hang))
        end = time.monotonic() + 300
        while time.monotonic() < end:
            left = self.slurm.running(job)
            if len(left) == 1 and "RUNNING" in left.values() and self.at_rest():
                break
            time.sleep(0.5)
        left = self.slurm.running(job)
        if not self.check(len(left) == 1, "one task is left: the one that hangs", left):
            self.slurm.ask("scancel", job)
            return None
        task = next(iter(left))
        before = len(self.files("many"))
        self.say(f"Task {task} is cancelled in its midst; {before:,} files are there.")
        self.slurm.ask("scancel", f"{job}_{task}")
        self.slurm.wait_for(lambda: not self.slurm.running(job), "end of the cancelled task", 60)
        for n in range(1, SHARES + 1):
            state, code = self.slurm.exit_code(job, n)
            good = state == "COMPLETED" if str(n) != task else state == "CANCELLED"
            self.check(good, f"task {n}: {state}, exit {code}", self.log(job, n))
        return task

    def at_rest(self):
        """No new file for a second."""
        before = len(self.files("many"))
        time.sleep(1)
        return before and len(self.files("many")) == before

    def log(self, job, task):
        path = self.project / f"quire-{job}_{task}.log"
        return path.read_text(errors="replace")[-800:] if path.exists() else "no log"

    def merge_too_early(self):
        self.say("Merged now, documents are missing and are named.")
        done = self.local("merge", "out/many")
        self.check(done.returncode not in (0, 2), f"quire merge ends with exit {done.returncode}", done.stderr)
        have = set(self.files("many"))
        gone = sorted(set(self.files("one")) - have)
        text = done.stdout + done.stderr + self.manifest_text("many")
        self.check(gone and all(name in text for name in gone), f"the {len(gone)} missing ones are named",
                   f"{gone[:3]}\n{done.stderr}")

    def manifest_text(self, name):
        path = self.project / "out" / name / "manifest.json"
        return path.read_text() if path.exists() else ""

    def repeat(self, task):
        self.say(f"That task once more, alone: sbatch --array={task}. It must know that it is one of {SHARES}.")
        before = {p.name: p.stat().st_mtime_ns for p in (self.project / "out" / "many").glob("*.pdf")}
        job = self.slurm.submit(self.project, task, "layouts/batch.yaml", "--out", "out/many", QUIRE=self.quire)
        self.slurm.wait_for(lambda: not self.slurm.running(job), "end of the repeated task", 300)
        state, code = self.slurm.exit_code(job, task)
        self.check(state == "COMPLETED", f"task {task}: {state}, exit {code}", self.log(job, task))
        now = {p.name: p.stat().st_mtime_ns for p in (self.project / "out" / "many").glob("*.pdf")}
        again = [name for name in before if now.get(name) != before[name]]
        self.check(not again, f"it made the {len(now) - len(before):,} missing ones only", again[:5])

    def merge_and_compare(self):
        self.say("Merged, and compared with one machine's.")
        self.compare("many")

    @staticmethod
    def difference(a, b):
        a, b = a.splitlines(), b.splitlines()
        return "\n".join([f"{len(a)} and {len(b)} lines"] + [f"{x}\n{y}" for x, y in zip(a, b) if x != y][:2])

    def other_number(self):
        self.say("Another number of shares at the same folder is refused.")
        done = self.local("batch", "layouts/batch.yaml", "-q", "--out", "out/many", "--shard", f"1/{SHARES + 1}")
        self.check(done.returncode == 2, f"exit {done.returncode}", done.stderr)

    def pods(self):
        """The very command of quire-job.yaml, once for each index, as the pods of an Indexed Job run it."""
        self.say("The command of docs/scale/quire-job.yaml, once for each JOB_COMPLETION_INDEX.")
        text = JOB.read_text()
        completions = int(re.search(r"completions: (\d+)", text)[1])
        command = [w.strip().strip('"') for w in re.search(r"command: \[(.*)\]", text)[1].split(",")]
        self.check(command[0] == "quire" and f"k8s/{completions}" in command, f"it is for {completions} pods", command)
        command = [self.quire, *command[1:], "--out", "out/pods", "-q"]
        command[command.index("layouts/board-meeting.yaml")] = "layouts/batch.yaml"
        for index in range(completions):
            done = subprocess.run(command, cwd=self.project, capture_output=True, text=True, check=False,
                                  env={**os.environ, "JOB_COMPLETION_INDEX": str(index)})
            self.check(done.returncode == 0, f"index {index}: exit {done.returncode}", done.stderr)
        self.compare("pods")

    def parallel(self):
        """The line of docs/scale.md for GNU parallel, where that is installed."""
        if not shutil.which("parallel"):
            self.say("GNU parallel is not installed: its line is not tried.")
            return
        self.say("GNU parallel: three shares at once.")
        done = subprocess.run(["parallel", "--will-cite", self.quire, "batch", "layouts/batch.yaml", "-q", "-j", "1",
                               "--out", "out/parallel", "--shard", "{}/3", ":::", "1", "2", "3"], cwd=self.project,
                              capture_output=True, text=True, check=False)
        self.check(done.returncode == 0, f"exit {done.returncode}", done.stderr)
        self.compare("parallel")

    def compare(self, name):
        done = self.local("merge", f"out/{name}")
        self.check(done.returncode == 0, "quire merge ends with exit 0", done.stderr)
        one, many = self.files("one"), self.files(name)
        different = [n for n in sorted(set(one) | set(many)) if one.get(n) != many.get(n)]
        self.check(not different, f"{len(many):,} files, the same bytes", different[:5])
        a, b = self.manifest_text("one"), self.manifest_text(name)
        self.check(a and a == b, f"the same manifest, {len(a):,} bytes", self.difference(a, b))

    def all(self):
        self.one_machine()
        task = self.array()
        if task:
            self.merge_too_early()
            self.repeat(task)
            self.merge_and_compare()
            self.other_number()
        self.pods()
        self.parallel()
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not task else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quire", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=2000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quire-scale-") as folder:
        project = projects.make(Path(folder) / "project", districts=options.documents)
        slurm_folder = Path(folder) / "slurm"
        slurm_folder.mkdir()
        print("Slurm starts.", flush=True)
        with Slurm(slurm_folder) as slurm:
            status = Run(options, project, slurm).all()
        print("Slurm is stopped.")
    return status


sys.exit(main())
