"""A Slurm of one node on this computer, with a configuration, keys, ports and state of its own in one folder.

Needs root (the daemon of a node changes to the user of a job) and the packages slurm-wlm and munge. Nothing of the
computer's own Slurm, if it has one, is read or touched. Processes are ended by the numbers that they were started with.
"""
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import time


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(what, holds, seconds=60):
    """The first true value of `holds`; TimeoutError with the name of what was waited for."""
    end = time.monotonic() + seconds
    while True:
        value = holds()
        if value:
            return value
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} s")
        time.sleep(0.2)


class Cluster:
    """`with Cluster(folder) as cluster:`; `cluster.environment` is what its commands are called with."""

    CONFIGURATION = """ClusterName=metronome
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
SlurmdPort={node}
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
ReturnToService=2
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmdSpoolDir={folder}/spool
StateSaveLocation={folder}/state
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
KillWait=20
SlurmdTimeout=10
InactiveLimit=0
MinJobAge=300
MaxArraySize=101
NodeName={host} NodeAddr=127.0.0.1 CPUs={processors} State=UNKNOWN
PartitionName=test Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""

    def __init__(self, folder, processors=2):
        self.folder = pathlib.Path(folder).resolve()
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("spool", "state"):
            (self.folder / name).mkdir(parents=True)
        self.folder.chmod(0o755)
        key = self.folder / "munge.key"
        key.write_bytes(secrets.token_bytes(1024))
        key.chmod(0o400)
        host = socket.gethostname().split(".")[0]
        (self.folder / "slurm.conf").write_text(
            self.CONFIGURATION.format(host=host, folder=self.folder, controller=free_port(), node=free_port(),
                                      processors=processors))
        self.environment = dict(os.environ, SLURM_CONF=str(self.folder / "slurm.conf"), METRONOME_CACHE="off")
        self.processes = {}

    def __enter__(self):
        try:
            # In the foreground, so that each is ended by its own number. --force: keys and sockets lie in a test's folder.
            self.start("munged", "--foreground", "--force", f"--key-file={self.folder}/munge.key",
                       f"--socket={self.folder}/munge.socket", f"--pid-file={self.folder}/munged.pid",
                       f"--log-file={self.folder}/munged.log", f"--seed-file={self.folder}/munge.seed")
            wait_for("munged", (self.folder / "munge.socket").exists)
            self.start_controller()
            self.start_node()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in ("slurmd", "slurmctld", "munged"):
            self.stop(name)

    def start(self, name, *options):
        with open(self.folder / f"{name}.out", "ab") as out:
            self.processes[name] = subprocess.Popen([shutil.which(name) or f"/usr/sbin/{name}", *options],
                                                    env=self.environment, stdout=out, stderr=out,
                                                    stdin=subprocess.DEVNULL)

    def stop(self, name, hard=False):
        """Ends a daemon; `hard` as a computer does that loses power."""
        process = self.processes.pop(name, None)
        if process is None:
            return
        if hard:
            process.kill()
        else:
            process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def start_controller(self):
        self.start("slurmctld", "-D")
        wait_for("slurmctld", lambda: self.call("scontrol", "ping", check=False).stdout.count("UP"))

    def start_node(self):
        self.start("slurmd", "-D")
        wait_for("slurmd", lambda: self.call("sinfo", "-h", "-o", "%T").stdout.strip() in ("idle", "mixed", "allocated"))

    def call(self, *words, check=True):
        return subprocess.run(words, env=self.environment, check=check, text=True, capture_output=True)

    def task_state(self, job, task):
        """RUNNING, COMPLETED, ...; empty where the controller has forgotten it."""
        said = self.call("scontrol", "-o", "show", "job", f"{job}_{task}", check=False).stdout
        for word in said.split():
            if word.startswith("JobState="):
                return word[len("JobState="):]
        return ""

    def tasks(self, job=None):
        """Lines of squeue: what waits or runs."""
        of = ["-j", str(job)] if job else []
        return self.call("squeue", "-h", "-r", "-o", "%i %T", *of, check=False).stdout.split("\n")[:-1]

    def hurry(self):
        """Tasks that Slurm puts off for two minutes after a requeue start at once."""
        for line in self.tasks():
            name, state = line.split()
            if state == "PENDING":
                self.call("scontrol", "update", f"JobId={name}", "StartTime=now", check=False)

    def wait_until_empty(self, seconds):
        def empty():
            self.hurry()
            return not self.tasks()
        wait_for("all jobs", empty, seconds)
