"""What a notebook finds around itself, and what is left of it afterwards."""

import os
import subprocess

from acctlib.publish.surroundings import kernel_surroundings, written_past_python


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
