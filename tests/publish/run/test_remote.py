"""Reports that go to a URL."""

import json
from contextlib import suppress

import pytest
from click.testing import CliRunner

from acctlib.cli import main
from acctlib.errors import PublishError
from acctlib.publish.run.remote import folder_of

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'acctlib[cluster]'")


@pytest.fixture
def store():
    """A store in memory, empty before and after."""
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    yield memory
    memory.store.clear()


def sent(store):
    return {name.removeprefix("/reviews/"): store.cat(name).decode() for name in store.find("/reviews")}


def run(kept, told, **files):
    """A run that leaves these files, and no others."""
    with folder_of("memory://reviews", kept, told.append) as folder:
        for old in folder.rglob("*"):
            if old.is_file():
                old.unlink()
        for name, text in files.items():
            path = folder / "2026Q3" / name.replace("_", "/", 1)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (folder / ".2026Q3.lock").touch()


def test_a_path_is_the_folder_itself(tmp_path):
    with folder_of(str(tmp_path / "out"), tmp_path / "kept", print) as folder:
        assert folder == tmp_path / "out"
    assert not (tmp_path / "kept").exists()


def test_what_a_run_leaves_is_sent_but_for_its_own_hold(store, tmp_path):
    told = []
    run(tmp_path, told, A_a="one", B_b="two")
    assert sent(store) == {"2026Q3/A/a": "one", "2026Q3/B/b": "two"}
    assert told == ["2 files uploaded to memory://reviews, 0 removed"]


def test_the_next_run_sends_what_is_new_and_takes_away_what_is_gone(store, tmp_path):
    told = []
    run(tmp_path, told, A_a="one", B_b="two")
    store.pipe_file("/reviews/somebody else's", b"x")
    run(tmp_path, told, A_a="changed", C_c="three")
    assert told[1] == "2 files uploaded to memory://reviews, 1 removed"
    assert sent(store) == {"2026Q3/A/a": "changed", "2026Q3/C/c": "three", "somebody else's": "x"}


def test_a_run_that_fails_sends_what_is_finished(store, tmp_path):
    with suppress(KeyboardInterrupt), folder_of("memory://reviews", tmp_path, print) as folder:
        (folder / "a").write_text("finished")
        raise KeyboardInterrupt
    assert sent(store) == {"a": "finished"}


def test_pages_come_before_what_names_them(store, tmp_path, monkeypatch):
    order = []
    put = type(store).pipe_file
    monkeypatch.setattr(type(store), "pipe_file", lambda s, name, data: (order.append(name), put(s, name, data)))
    with folder_of("memory://reviews", tmp_path, print) as folder:
        for name in ("run.json", "a.pdf", "index.html", "z.pdf"):
            (folder / name).write_text(name)
    assert [name.rpartition("/")[2] for name in order] == ["a.pdf", "z.pdf", "index.html", "run.json"]


def test_a_store_that_refuses_is_named_and_gets_the_rest_the_next_time(store, tmp_path, monkeypatch):
    put, told = type(store).pipe_file, []
    with monkeypatch.context() as broken:

        def refusing(s, name, data):
            if name.endswith("b"):
                raise PermissionError("no")
            put(s, name, data)

        broken.setattr(type(store), "pipe_file", refusing)
        with pytest.raises(PublishError, match=r"--out memory://reviews: PermissionError: no; the reports are in "):
            run(tmp_path, told, A_a="one", B_b="two")
    run(tmp_path, told, A_a="one", B_b="two")
    assert told == ["1 files uploaded to memory://reviews, 0 removed"]
    assert set(sent(store)) == {"2026Q3/A/a", "2026Q3/B/b"}


def test_a_url_that_nothing_knows_is_named(tmp_path):
    with (
        pytest.raises(PublishError, match=r"--out nosuch://x: .*nosuch.*acctlib.cluster"),
        folder_of("nosuch://x", tmp_path, print),
    ):
        pass


def test_the_command_takes_a_url(store, demo_yml):
    words = [
        "review",
        "C001",
        "--edition",
        "client",
        "--to",
        "html",
        "--config",
        str(demo_yml),
        "--out",
        "memory://reviews",
    ]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert "files uploaded to memory://reviews" in done.output
    (report,) = (one for one in json.loads(sent(store)["2026Q3/run.json"])["reports"])
    assert {f"2026Q3/{name}" for name in report["files"]} | {"2026Q3/index.html", "2026Q3/run.json"} == set(sent(store))
