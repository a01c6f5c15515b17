"""What a notebook finds around itself, and what is left of it afterwards."""

import logging
import os
import subprocess

from acctlib.publish.kernel.kernel_environment import NotebookLogging, kernel_surroundings, written_past_python


def test_the_environment_is_a_kernels_and_comes_back_as_it_was(monkeypatch):
    monkeypatch.setenv("PAGER", "less")
    before = dict(os.environ)
    with kernel_surroundings({"SOURCE_DATE_EPOCH": "0"}):
        assert os.environ["PAGER"] == "cat"
        assert os.environ["SOURCE_DATE_EPOCH"] == "0"
        del os.environ["PAGER"]
        os.environ["LEFT"] = "behind"
    assert dict(os.environ) == before


def test_text_past_python_is_told_once_and_not_shown(capfd):
    told = []
    with written_past_python(1, told.append):
        subprocess.run(["echo", "caught"], check=True)
    subprocess.run(["echo", "shown"], check=True)
    assert told == ["caught\n"]
    assert capfd.readouterr().out == "shown\n"


def test_bytes_that_are_no_text_are_told_all_the_same(capfd):
    told = []
    with written_past_python(1, told.append):
        os.write(1, b"\xff!")
    assert told == ["\ufffd!"]


def test_without_such_a_descriptor_nothing_is_told():
    told = []
    with written_past_python(9999, told.append):
        pass
    assert told == []


def test_a_cell_finds_a_kernel_s_logging_and_keeps_its_own(monkeypatch):
    root, theirs = logging.getLogger(), logging.NullHandler()
    monkeypatch.setattr(root, "handlers", [theirs])
    monkeypatch.setattr(root, "level", logging.INFO)
    notebook, own = NotebookLogging(), logging.NullHandler()
    with notebook.cell():
        assert (root.handlers, root.level) == ([], logging.WARNING)
        assert not logging.getLogger("matplotlib.category").isEnabledFor(logging.INFO)
        logging.basicConfig(level=logging.DEBUG, handlers=[own])
    assert (root.handlers, root.level) == ([theirs], logging.INFO)
    with notebook.cell():
        assert (root.handlers, root.level) == ([own], logging.DEBUG)
