"""Sweeps on a real Slurm: arrays, requeues, killed tasks, nodes and controllers, time limits; and by GNU parallel.

    slurm_test.py METRONOME CONFIGS FOLDER

Every scenario ends with the bytes of a local sweep.
"""
import filecmp
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import unittest

from cluster import Cluster, wait_for

METRONOME, CONFIGS, FOLDER = (pathlib.Path(word).resolve() for word in sys.argv[1:4])

# Some seconds a point on one processor, simulated command by command: there is time to disturb them.
SPACE = """name: slurm
base:
  mode: cycle
  trace: {{model: resnet-8, dataset: cifar-10, iterations: 64, schedule: "cpt:3-8,periods=2,backward=8"}}
  accelerator: {configs}/arch/plain_systolic_512.yaml
axes:
  - {{key: trace.batch, values: [{batches}]}}
  - {{key: accelerator.vector.lanes, values: [16, 32]}}
"""


def files_of(folder):
    """What a sweep leaves, without what tells who made which point, and when."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and not name.startswith(("points/", "slurm/")) and name != "manifest.json":
            found[name] = path.read_bytes()
    return found


def lines_of(folder):
    """The lines of all writers, by point."""
    found = {}
    for path in (folder / "points").glob("*.jsonl"):
        for line in path.read_text().splitlines():
            if '"index"' in line:
                found[json.loads(line)["index"]] = line
    return found


class Slurm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        cls.cluster = cls.enterClassContext(Cluster(FOLDER / "cluster"))
        cls.space = FOLDER / "space.yaml"
        cls.space.write_text(SPACE.format(configs=CONFIGS, batches="16, 32, 48, 64"))
        cls.local = FOLDER / "local"
        cls.metronome("sweep", cls.space, "--out", cls.local, "--jobs", "2")

    @classmethod
    def metronome(cls, *words, code=0):
        done = subprocess.run([METRONOME, *map(str, words)], env=cls.cluster.environment, text=True,
                              capture_output=True, cwd=FOLDER)
        if done.returncode != code:
            raise AssertionError(f"{words}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def submit(self, name, *options):
        """The sweep's folder, and the numbers of its array and of the job behind it."""
        out = FOLDER / name
        said = self.metronome("sweep", self.space, "--out", out, "--submit", "slurm", *options).stdout
        last = said.strip().splitlines()[-1]
        self.assertRegex(last, r"^array \d+ \d+ gather \d+$")
        words = last.split()
        return out, words[1], words[4]

    def expect_local_bytes(self, out):
        self.metronome("sweep", self.space, "--out", out, "--status")
        self.assertEqual(lines_of(out), lines_of(self.local))
        ours, theirs = files_of(out), files_of(self.local)
        self.assertEqual(sorted(ours), sorted(theirs))
        for name in ours:
            self.assertEqual(ours[name], theirs[name], name)

    def long_space(self):
        """Of more points than a task does within some seconds."""
        space = FOLDER / "long.yaml"
        space.write_text(SPACE.format(configs=CONFIGS, batches=", ".join(str(16 * k) for k in range(1, 17))))
        return space

    def long_local(self):
        local = FOLDER / "long_local"
        self.metronome("sweep", self.long_space(), "--out", local, "--jobs", "2")
        return local

    def logs(self, out, pattern):
        return "".join(path.read_text(errors="replace") for path in sorted((out / "slurm" / "logs").glob(pattern)))

    def running_task(self, array):
        def one():
            for line in self.cluster.tasks(array):
                name, state = line.split()
                if state == "RUNNING":
                    return name.split("_")[1]
            return None
        return wait_for("a running task", one)

    def worker_of(self, out, task):
        """The process of a task: the one with its shard among its words."""
        def find():
            for entry in pathlib.Path("/proc").iterdir():
                if entry.name.isdigit():
                    try:
                        words = (entry / "cmdline").read_bytes().split(b"\0")
                    except OSError:
                        continue
                    if str(out).encode() in words and any(word.startswith(f"{task}/".encode()) for word in words):
                        return int(entry.name)
            return None
        return wait_for("the process of a task", find)

    def test_an_array_and_the_job_behind_it(self):
        out, _, _ = self.submit("array", "--array-size", "4", "--max-running", "2", "--time", "60")
        self.cluster.wait_until_empty(400)
        self.expect_local_bytes(out)

    def test_a_plan_run_by_gnu_parallel(self):
        out = FOLDER / "it's a plan"
        self.metronome("sweep", self.space, "--out", out, "--plan", "5")
        with open(out / "tasks.txt") as tasks:
            done = subprocess.run(["parallel", "--jobs", "2"], stdin=tasks, env=self.cluster.environment, text=True,
                                  capture_output=True, cwd=FOLDER)
        self.assertEqual(done.returncode, 0, done.stderr)
        (out / "tasks.txt").unlink()
        self.metronome("sweep", self.space, "--out", out)
        self.expect_local_bytes(out)

    def test_a_requeued_task_goes_on(self):
        out, array, _ = self.submit("requeue", "--array-size", "2")
        task = self.running_task(array)
        wait_for("a point", lambda: lines_of(out), 120)
        self.cluster.call("scontrol", "requeue", f"{array}_{task}")
        self.cluster.wait_until_empty(400)
        self.expect_local_bytes(out)

    def test_points_of_a_killed_task_are_submitted_again(self):
        out, array, _ = self.submit("killed", "--array-size", "2")
        task = self.running_task(array)
        os.kill(self.worker_of(out, task), signal.SIGKILL)
        self.cluster.wait_until_empty(400)
        plan = json.loads((out / "slurm" / "plan.json").read_text())
        self.assertEqual(plan["round"], 2)
        self.expect_local_bytes(out)

    def test_a_node_daemon_that_is_killed_and_comes_back(self):
        out, array, _ = self.submit("node", "--array-size", "2")
        self.running_task(array)
        self.cluster.stop("slurmd", hard=True)
        self.cluster.start_node()
        self.cluster.wait_until_empty(400)
        self.expect_local_bytes(out)

    def test_a_controller_that_is_started_again(self):
        out = FOLDER / "controller"
        said = self.metronome("sweep", self.long_space(), "--out", out, "--submit", "slurm", "--array-size", "2",
                              "--max-running", "1").stdout
        array = said.strip().splitlines()[-1].split()[1]
        saved = self.cluster.folder / "state" / "job_state"

        # A controller that is killed forgets what it has not saved, which it does every five seconds: a task that it
        # has forgotten it would give a number that the node knows already.
        def knows_the_running_task():
            task = self.running_task(array)
            began = re.search(r" StartTime=(\S+)", self.cluster.call("scontrol", "-o", "show", "job", f"{array}_{task}").stdout)
            began = time.mktime(time.strptime(began[1], "%Y-%m-%dT%H:%M:%S"))
            return saved.exists() and saved.stat().st_mtime > began + 1 and \
                self.cluster.task_state(array, task) == "RUNNING"
        wait_for("the saved state", knows_the_running_task)
        self.cluster.stop("slurmctld", hard=True)
        self.cluster.start_controller()
        self.cluster.wait_until_empty(400)
        self.assertEqual(files_of(out), files_of(self.long_local()))

    def test_at_its_time_limit_a_task_ends_in_order_and_the_next_round_goes_on(self):
        # A minute is the least limit; with this notice a task has some seconds.
        short = ["sweep", self.long_space(), "--out", FOLDER / "limit"]
        self.metronome(*short, "--submit", "slurm", "--array-size", "1", "--time", "1",
                       "--sbatch=--signal=B:TERM@40")
        out = FOLDER / "limit"
        first = json.loads((out / "slurm" / "plan.json").read_text())["array"]
        # Asked to end by SIGTERM it keeps what is finished and ends by that signal (a shell's 143) before its limit, at
        # which Slurm would have said TIMEOUT.
        wait_for("the end of the first task", lambda: self.cluster.task_state(first, 0) not in ("RUNNING", "PENDING"), 200)
        said = self.cluster.call("scontrol", "-o", "show", "job", f"{first}_0").stdout
        self.assertIn("JobState=FAILED", said)
        self.assertIn(" ExitCode=0:15 ", said)
        self.assertRegex(said, r" RunTime=00:00:\d\d ")
        self.cluster.wait_until_empty(900)
        logs = self.logs(out, "array_*")
        self.assertRegex(logs, "interrupted by SIGTERM")
        self.assertGreater(len(lines_of(out)), 0)
        plan = json.loads((out / "slurm" / "plan.json").read_text())
        self.assertGreater(plan["round"], 1)
        # What the rounds left is finished here, and all of it is what one local sweep gives.
        self.metronome(*short, "--jobs", "2")
        self.assertEqual(files_of(out), files_of(self.long_local()))

    def search_file(self):
        space = FOLDER / "searched.yaml"
        space.write_text(SPACE.format(configs=CONFIGS, batches="16, 32, 48, 64") + "objectives: [cpt_time_s, area_mm2]\n")
        search = FOLDER / "search.yaml"
        search.write_text("name: search\nspace: searched.yaml\npopulation: 4\nevaluations: 8\nseed: 1\n")
        return search

    def test_a_search_runs_a_generation_an_array_and_goes_on_after_a_kill_and_a_requeue(self):
        search = self.search_file()
        local = FOLDER / "search_local"
        self.metronome("search", search, "--out", local, "--jobs", "2")
        out = FOLDER / "search"
        said = self.metronome("search", search, "--out", out, "--submit", "slurm", "--array-size", "2").stdout
        self.assertRegex(said.strip().splitlines()[-1], r"^array \d+ 2 gather \d+$")
        array = said.strip().splitlines()[-1].split()[1]
        task = self.running_task(array)
        os.kill(self.worker_of(out, task), signal.SIGKILL)
        # Of another generation a task is requeued while it works.
        def of_second():
            self.cluster.hurry()
            plan = json.loads((out / "slurm" / "plan.json").read_text())
            return plan["array"] if plan["stage"] == "generation 2" else None
        second = wait_for("the second generation", of_second, 300)
        self.cluster.call("scontrol", "requeue", f"{second}_{self.running_task(second)}")
        self.cluster.wait_until_empty(600)
        self.assertEqual(files_of(out), files_of(local))
        self.assertEqual(lines_of(out), lines_of(local))

    def test_what_the_site_does_not_take(self):
        done = self.metronome("sweep", self.space, "--out", FOLDER / "wide", "--submit", "slurm", "--array-size", "101",
                              code=2)
        self.assertIn("at most 100 tasks (MaxArraySize 101)", done.stderr)
        done = self.metronome("sweep", self.space, "--out", FOLDER / "account", "--submit", "slurm", "--partition", "none",
                              code=3)
        self.assertIn("invalid partition", done.stderr.lower())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
