"""The same reports on a Dask cluster: a real scheduler and real workers, each a process of its own on loopback."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from acctlib.errors import PublishError
from acctlib.publish.run.cluster import _sweep, kit, render_there, rendered_on_cluster, zip_package
from acctlib.publish.run.run import RunRequest, review_run
from acctlib.publish.workers.batch import rendered

pytest.importorskip("distributed", reason="Dask is not installed: pip install 'acctlib[cluster]'")

# Dask's own: how it closes loops and sockets is not ours to mend.
pytestmark = [
    pytest.mark.alone,
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning"),
]
FINE = "1 + 1"


def until(there, seconds=60):
    """Wait for something that other processes bring about."""
    end = time.monotonic() + seconds
    while not (found := there()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)
    return found


class Cluster:
    """A scheduler and its workers."""

    def __init__(self, folder, *more):
        self.folder, self.processes = folder, {}
        file = folder / "scheduler.json"
        self.start("scheduler", "dask_scheduler", "--port=0", f"--scheduler-file={file}", "--no-dashboard", *more)
        self.address = until(lambda: file.exists() and file.read_text() and json.loads(file.read_text())["address"])

    def start(self, name, command, *arguments):
        """A process in a group of its own, which its reports can tell by NAMED."""
        log = (self.folder / f"{name}.log").open("w")
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{command}", "--host=127.0.0.1", *arguments],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True, cwd=self.folder,
            env={**os.environ, "NAMED": name, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"},
        )  # fmt: skip

    def worker(self, name, *more):
        self.start(name, "dask_worker", self.address, "--nthreads=1", "--no-dashboard", f"--name={name}", *more)

    def kill(self, name):
        os.kill(self.processes[name].pid, signal.SIGKILL)

    def close(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Two workers, one of them under a nanny as `dask worker` starts it."""
    with closing(Cluster(tmp_path_factory.mktemp("cluster"))) as made:
        made.worker("plain", "--no-nanny")
        made.worker("nannied", "--nanny")
        yield made


def certificate(folder):
    """A certificate that signs itself, and its key: authority, server and client in one."""
    openssl = shutil.which("openssl") or pytest.skip("openssl is not installed")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


def settings(cert, key):
    """Dask's own, for who gives the order."""
    tls = {"ca-file": cert, "client.cert": cert, "client.key": key}
    return {f"distributed.comm.tls.{name}": str(file) for name, file in tls.items()}


class TestEncrypted:
    def test_reports_travel_over_tls_with_dasks_own_settings(self, job, tmp_path):
        import dask

        cert, key = certificate(tmp_path)
        files = (f"--tls-ca-file={cert}", f"--tls-cert={cert}", f"--tls-key={key}")
        tls = settings(cert, key)
        with (
            closing(Cluster(tmp_path, "--protocol=tls", *files)) as made,
            dask.config.set(tls),
        ):
            assert made.address.startswith("tls://")
            made.worker("plain", "--no-nanny", *files)
            (outcome,) = rendered_on_cluster([job(FINE)], made.address)
        assert outcome.state == "done", outcome.failure

    def test_an_encrypted_address_without_certificates_is_refused_at_once(self, job):
        with pytest.raises(PublishError, match=r"tls://127\.0\.0\.1:9 requires certificates: Dask's own settings"):
            list(rendered_on_cluster([job(FINE)], "tls://127.0.0.1:9"))

    def test_a_certificate_that_is_nowhere_is_named(self, job):
        import dask

        tls = settings("/nowhere/ca.pem", "/nowhere/key.pem")
        with (
            dask.config.set(tls),
            pytest.raises(PublishError, match=r"a certificate cannot be read: .*No such file"),
        ):
            list(rendered_on_cluster([job(FINE)], "tls://127.0.0.1:9"))


def by_client(outcomes):
    return {outcome.client_id: outcome for outcome in outcomes}


def test_files_come_back_to_their_places_with_the_bytes_of_a_run_at_home(cluster, job):
    draw = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    jobs = [job(draw, client=client, formats=("pdf", "html")) for client in "ABC"]
    home = by_client(rendered(jobs, workers=1))
    content = {path: path.read_bytes() for outcome in home.values() for path in outcome.files}
    for path in content:
        path.unlink()
    away = by_client(rendered_on_cluster(jobs, cluster.address))
    assert {c: (o.state, o.files, o.digests, o.headlines) for c, o in away.items()} == {
        c: (o.state, o.files, o.digests, o.headlines) for c, o in home.items()
    }
    assert {path: path.read_bytes() for path in content} == content
    assert set(away["A"].seconds) == set(home["A"].seconds)


def test_one_that_fails_is_named_as_at_home_and_costs_itself(cluster, job):
    jobs = [
        job(FINE, client="A"),
        job("raise ValueError('no fees')", client="B"),
        job("import os\nos._exit(3)", client="C"),
        replace(job(FINE, client="D"), notebook=job(FINE).notebook.with_name("none.ipynb")),
    ]
    away, home = by_client(rendered_on_cluster(jobs, cluster.address)), by_client(rendered(jobs[:3], workers=1))
    assert {c: o.state for c, o in away.items()} == {"A": "done", "B": "failed", "C": "failed", "D": "failed"}
    assert [away[c].failure.text for c in "BC"] == [home[c].failure.text for c in "BC"]
    assert "there is no notebook" in away["D"].failure.text


def test_a_worker_that_is_killed_in_mid_run_costs_no_report(cluster, job, tmp_path):
    cluster.worker("doomed", "--no-nanny")
    begun = tmp_path / "begun"
    begun.mkdir()
    # Where it is doomed a report never ends by itself; the others wait until it has begun there.
    source = (
        f"import os, pathlib, time\nbegun = pathlib.Path({str(begun)!r})\n"
        "(begun / (os.environ['NAMED'] + '-' + client)).write_text(str(os.getpid()))\n"
        "while os.environ['NAMED'] == 'doomed' or not list(begun.glob('doomed-*')):\n    time.sleep(0.05)"
    )
    jobs = [job(source, client=client) for client in "ABCDEF"]
    coming = rendered_on_cluster(jobs, cluster.address)
    with closing(coming):
        outcomes = [next(coming)]
        (marker,) = until(lambda: list(begun.glob("doomed-*")))
        report = int(until(marker.read_text))
        cluster.kill("doomed")
        outcomes += coming
    assert {o.client_id: (o.state, o.failure) for o in outcomes} == dict.fromkeys("ABCDEF", ("done", None))
    until(lambda: not running(report))  # nothing of it goes on where the worker died


def running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_brand_of_ones_own_travels_with_its_logo(cluster, job, tmp_path):
    (tmp_path / "look").mkdir()
    (tmp_path / "look" / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    )
    brand = tmp_path / "look" / "brand.yml"
    brand.write_text("logo: logo.svg\n")
    one = job(FINE, formats=("pdf", "html"))
    one = replace(one, config=one.config.model_copy(update={"brand": brand}))
    (home,), (away,) = rendered([one], workers=1), rendered_on_cluster([one], cluster.address)
    assert away.state == home.state == "done", (home.failure, away.failure)
    assert away.digests == home.digests


def test_a_run_over_a_cluster_is_a_run_at_home_with_its_manifest_and_its_resume(cluster, demo_book, tmp_path):
    def run(name, **more):
        order = RunRequest("", ("client",), ("C001",), ("html",), tmp_path / name, 1, **more)
        result = review_run(demo_book, order, "quiet")
        assert result.ok, result.summary
        manifest = json.loads(result.report_paths.manifest.read_text())
        return [{**one, "seconds": None} for one in manifest.pop("reports")], manifest, result.up_to_date

    home, away = run("home"), run("away", scheduler=cluster.address)
    assert away == home
    assert run("away", scheduler=cluster.address)[2] == 1


def test_a_logo_from_elsewhere_is_refused_by_name(job, tmp_path):
    (tmp_path / "look").mkdir()
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    brand = tmp_path / "look" / "brand.yml"
    brand.write_text("logo: ../logo.svg\n")
    one = job(FINE)
    with pytest.raises(PublishError, match=r"brand: .*logo\.svg must be in the folder of brand\.yml"):
        zip_package(replace(one, config=one.config.model_copy(update={"brand": brand})))


def test_a_worker_with_another_version_is_refused_with_both(job):
    parcel = zip_package(job(FINE))
    with pytest.raises(PublishError, match=rf"a worker has pandas {kit()['pandas']} instead of 1\.0\.0"):
        render_there(replace(parcel, kit={**parcel.kit, "pandas": "1.0.0"}))


def test_what_a_killed_worker_left_goes_with_the_next_report_on_its_machine(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for name in (
        f"acctlib-report-{ended.pid}-abc",
        f"acctlib-report-{os.getpid()}-abc",
        "acctlib-report-mine",
        "other",
    ):
        (tmp_path / name / "out").mkdir(parents=True)
    _sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"acctlib-report-{os.getpid()}-abc", "acctlib-report-mine", "other",
    ]  # fmt: skip


def test_jobs_are_taken_as_workers_have_room(cluster, job):
    taken = []

    def jobs():
        for number in range(40):
            taken.append(number)
            yield job(FINE, client=f"C{number}")

    with closing(rendered_on_cluster(jobs(), cluster.address)) as coming:
        next(coming)
    assert len(taken) < 20


def test_without_a_scheduler_the_run_says_so(job, monkeypatch):
    monkeypatch.setattr("acctlib.publish.run.cluster.JOINING", 2)
    with pytest.raises(PublishError, match=r"scheduler: nothing answers at tcp://127\.0\.0\.1:9"):
        list(rendered_on_cluster([job(FINE)], "tcp://127.0.0.1:9"))
