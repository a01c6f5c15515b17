"""A small firm of real files in a folder, and its configuration."""

import sqlite3

import pytest
import yaml

from acctlib import load_config
from acctlib.book.ingest.sources import read
from acctlib.config import Config, Source

CLIENTS = "client_id,name,currency,start_date,end_date\nC1,Alpha,EUR,2020-01-01,\nC2,Beta,,2021-05-01,2026-06-30\n"
REVENUE = (
    "client_id,service_date,amount,kind,currency\n"
    "C1,2026-07-01,1000.10,retainer,EUR\n"
    "C2,2026-09-30,-20.0001,project,\n"
    "C1,2026-08-15,0.20,usage,\n"
)


@pytest.fixture
def firm(tmp_path):
    """Write files and a configuration: `firm(revenue="...", sources={...}, rules={...})` -> Config.

    Texts that are given by table name become `<table>.csv`, and its source unless one is given.
    """

    def write(sources=None, *, clients=CLIENTS, revenue=REVENUE, config=None, **tables):
        texts = {"clients": clients, "revenue": revenue, **tables}
        for name, text in texts.items():
            content = text if isinstance(text, bytes) else text.encode()
            (tmp_path / f"{name}.csv").write_bytes(content)
        named = {name: {"file": f"{name}.csv", **(sources or {}).get(name, {})} for name in texts}
        for name, source in (sources or {}).items():
            if {"sql", "url"} & set(source):
                named[name] = source
            named.setdefault(name, source)
        file = tmp_path / "acctlib.yml"
        file.write_text(yaml.safe_dump({"sources": named, **(config or {})}), encoding="utf-8")
        return load_config(file)

    return write


@pytest.fixture
def config(tmp_path):
    return Config(root=tmp_path)


@pytest.fixture
def file(tmp_path, config):
    """Write a file, and read it as a source."""

    def reading(content, name="revenue.csv", **source):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read("revenue", Source(file=name, **source), config)

    return reading


@pytest.fixture
def database(tmp_path):
    with sqlite3.connect(tmp_path / "firm.db") as db:
        db.execute("create table orders (id text, amount real, n int, note text)")
        db.executemany("insert into orders values (?, ?, ?, ?)", [("00123", 1.5, 2, None), ("9", 2.0, 3, "ü")])
    db.close()
    return "sqlite:///firm.db"
