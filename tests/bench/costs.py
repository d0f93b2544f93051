"""What a job costs: its commands are run one after another by measure.c, and their costs added."""

import os
import shutil
import statistics
import subprocess
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Cost:
    cpu: float = 0.0    # seconds of user and system time, the whole tree of processes
    wall: float = 0.0   # seconds
    peak: int = 0       # KB, of the largest process

    def plus(self, other):
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.peak, other.peak))


@dataclass
class Job:
    """What one tool does for one work. `times` says how often the commands would have to be run for the
    whole work. With `first`, a smaller job, the whole is first + (this - first) * beyond: start-up is
    counted once, and each document as much as one between the two."""
    tool: str
    commands: list
    outputs: list
    tagged: bool = False
    times: float = 1.0
    first: list = None
    beyond: float = 0.0
    note: str = ""
    clean: str = None   # a folder that is emptied before each run
    costs: list = field(default_factory=list)

    def median(self):
        costs = [self.whole(*c) for c in self.costs]
        return Cost(*(statistics.median(getattr(c, key) for c in costs) for key in ("cpu", "wall", "peak")))

    def whole(self, cost, first):
        if first:
            return Cost(first.cpu + (cost.cpu - first.cpu) * self.beyond,
                        first.wall + (cost.wall - first.wall) * self.beyond, cost.peak)
        return Cost(cost.cpu * self.times, cost.wall * self.times, cost.peak)


class Failed(Exception):
    pass


class Meter:
    def __init__(self, build):
        self.build = Path(build)

    def command(self, command, folder):
        result, log = self.build / "cost", self.build / "log"
        subprocess.run([str(self.build / "measure"), str(result), str(log), *map(str, command)], cwd=folder,
                       env={**os.environ, "SOURCE_DATE_EPOCH": "1696032000"}, check=True)
        cpu, wall, peak, status = result.read_text().split()
        if status != "0":
            raise Failed(f"{' '.join(map(str, command))[:200]}\nexit {status}\n"
                         f"{log.read_text(errors='replace')[-1500:]}")
        return Cost(float(cpu), float(wall), int(peak))

    def commands(self, commands, folder):
        cost = Cost()
        for command in commands:
            cost = cost.plus(self.command(command, folder))
        return cost

    def job(self, job, folder):
        """Runs the job once more; what it wrote before is thrown away first."""
        if job.clean:
            shutil.rmtree(Path(folder, job.clean), ignore_errors=True)
        for output in job.outputs:
            Path(folder, output).unlink(missing_ok=True)
        first = self.commands(job.first, folder) if job.first else None
        job.costs.append((self.commands(job.commands, folder), first))
