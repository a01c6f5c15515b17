"""Northwind whole: the review of every client in both editions, as a user calls it, and none is held back or fails."""

import json
import os
import subprocess
import sys

import pytest

CONFIGS = ["acctlib.yml", pytest.param("acctlib-sqlite.yml", marks=pytest.mark.long)]


@pytest.mark.parametrize("config", CONFIGS)
def test_every_review_is_done_and_none_is_held_back(request, northwind, tmp_path, config):
    yml = request.config.rootpath / "examples" / "northwind" / config
    editions = "both" if config == "acctlib.yml" else "client"
    command = ["review", "--config", str(yml), "--quarter", "1998Q1", "--to", "pdf", "--workers", "2", "--quiet"]
    said = subprocess.run(
        [sys.executable, "-m", "acctlib", *command, "--edition", editions, "--out", str(tmp_path)],
        capture_output=True, text=True, env={**os.environ, "NORTHWIND": str(northwind)},
    )  # fmt: skip
    assert said.returncode == 0, said.stdout + said.stderr
    reports = json.loads((tmp_path / "1998Q1" / "run.json").read_text(encoding="utf-8"))["reports"]
    count = 186 if editions == "both" else 93
    assert [report["state"] for report in reports] == ["done"] * count
    assert not [report["client_id"] for report in reports if report["findings"]]
    assert len(list((tmp_path / "1998Q1").glob("*/*/*.pdf"))) == count
    assert f"{count} of {count} reports done" in said.stdout
