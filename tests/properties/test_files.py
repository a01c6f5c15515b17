"""How the rows lie in files does not matter: a quarter's rows in two files are the same book as in one."""

import csv
import json

import yaml
from click.testing import CliRunner

from acctlib.book.demo import write_demo
from acctlib.cli import main


def numbers(folder):
    result = CliRunner().invoke(main, ["metrics", "--config", str(folder / "acctlib.yml"), "--format", "json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_rows_spread_over_two_files_give_the_same_facts(tmp_path):
    folder = write_demo(tmp_path / "book", clients=3, quarters=6)
    expected = numbers(folder)
    with (folder / "revenue.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    for name, part in (("first", rows[1::2]), ("second", rows[0::2])):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *part])
    (folder / "revenue.csv").unlink()
    config = yaml.safe_load((folder / "acctlib.yml").read_text(encoding="utf-8"))
    config["sources"]["revenue"] = {
        "files": ["first.csv", "second.csv"],
        "sql": "from first union all by name from second",
    }
    (folder / "acctlib.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    found = numbers(folder)
    assert len(expected) > 50
    assert found == expected
