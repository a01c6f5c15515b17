"""`acctlib review --watch`: what is saved is rendered, until Ctrl-C."""

import signal
import sys

import pytest

from acctlib.config import load_config
from acctlib.publish.run.watch import made_of, on_every_change, seen, seen_of
from tests.publish.commands import Command, until


class Looks:
    """Looks at something that changes as given, and then Ctrl-C."""

    def __init__(self, *states):
        self.states = iter(states)

    def __call__(self):
        state = next(self.states, None)
        if state is None:
            raise KeyboardInterrupt
        return state


@pytest.mark.parametrize(
    ("states", "times"),
    [("a", 1), ("aaaa", 1), ("ab", 2), ("aabbba", 3), ("abc", 3)],
)
def test_work_is_done_at_once_and_after_each_change(states, times):
    done = []
    on_every_change(lambda: done.append(1), Looks(*states), pause=0)
    assert len(done) == times


def test_what_is_saved_while_the_work_is_being_done_is_seen_after_it():
    state, done = ["first"], []

    def work():
        done.append(state[0])
        state[0] = "second"

    looks = iter(range(5))
    on_every_change(work, lambda: state[0] if next(looks, None) is not None else Looks()(), pause=0)
    assert done == ["first", "second"]


def test_ctrl_c_in_the_work_is_the_works_own():
    def work():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        on_every_change(work, Looks("a", "b"), pause=0)


def test_a_file_that_an_editor_is_just_replacing_is_left_out(tmp_path):
    (tmp_path / "there").write_text("x")
    assert list(seen([tmp_path / "there", tmp_path / "gone"])) == [tmp_path / "there"]


def test_notebooks_templates_brand_commentary_and_data_are_looked_at_and_hidden_copies_are_not(firm, tmp_path):
    config = load_config(firm())
    (tmp_path / "notebooks" / ".ipynb_checkpoints").mkdir()
    hidden = tmp_path / "notebooks" / ".ipynb_checkpoints" / "client_review.ipynb"
    hidden.write_text("{}")
    (tmp_path / "commentary" / "2026Q3").mkdir(parents=True)
    (tmp_path / "commentary" / "2026Q3" / "A.md").write_text("")
    looked = set(made_of(config))
    assert {"client_review.ipynb", "A.md", "revenue.csv", "brand.yml", "look.typ", "style.css"} <= {
        p.name for p in looked
    }
    assert hidden not in looked


def test_a_configuration_that_is_broken_is_looked_at_until_it_is_mended(firm):
    yml = firm()
    look = seen_of(yml)
    whole = look()
    text = yml.read_text()
    yml.write_text("firm: [")
    assert list(look()) == [yml]
    yml.write_text(text)
    assert list(look()) == list(whole)


@pytest.mark.alone
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_notebook_a_broken_configuration_and_data_that_are_saved_are_rendered_or_named_and_ctrl_c_ends_it(
    firm, tmp_path
):
    yml, told = firm(), tmp_path / "told"
    said = told.open("w")
    command = Command(yml, tmp_path / "out", "--edition", "client", "--watch", stderr=said)

    def heard(text, times):
        until(lambda: told.read_text().count(text) >= times, seconds=60)

    try:
        heard("waiting for changes", 1)
        assert [path.name[0] for path in command.reports()] == list("ABCD")
        notebook = tmp_path / "notebooks" / "client_review.ipynb"
        notebook.write_text(notebook.read_text().replace("## Promises", "## Kept and broken"))
        heard("waiting for changes", 2)
        assert all("Kept and broken" in path.read_text() for path in command.reports())
        text = yml.read_text()
        yml.write_text(text + "colour: blue\n")
        heard("waiting for changes", 3)
        assert "colour" in told.read_text()
        yml.write_text(text)
        heard("waiting for changes", 4)
        (tmp_path / "clients.csv").write_text((tmp_path / "clients.csv").read_text() + "E,Firm E\n")
        heard("waiting for changes", 5)
        assert [path.name[0] for path in command.reports()] == list("ABCDE")
        command.process.send_signal(signal.SIGINT)
        status, _, _ = command.result(timeout=30)
        assert status == 0
        assert "Traceback" not in told.read_text()
        until(lambda: not command.processes(), seconds=20)
    finally:
        command.end()
        said.close()
