"""What would fill memory or hold up a run is refused with its place, or read as text, within time and memory."""

import json
import subprocess
import sys
import time
import zipfile

import pytest
import xlsxwriter

resource = pytest.importorskip("resource", reason="limits of memory are set as on Unix")

MEMORY, SECONDS = 3 << 30, 60  # address space and processor time of the process that reads
READ = """\
import json, resource, sys
memory, seconds = int(sys.argv[2]), int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
from acctlib.book.ingest.sources import read
from acctlib.config import Config, Source

told = {}
for name in json.loads(sys.argv[4]):
    raw = read("clients", Source(file=name), Config(root=sys.argv[1]))
    told[name] = [[problem.text for problem in raw.problems], raw.frame.shape]
print(json.dumps([told, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def bomb(path, megabytes=300, says=None):
    """A workbook whose sheet is packed a thousand times; `says` is the length that it gives itself."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        with parts.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(megabytes):
                sheet.write(b" " * (1 << 20))
    if says is not None:  # both heads of the part
        true, false = ((megabytes << 20).to_bytes(4, "little"), says.to_bytes(4, "little"))
        path.write_bytes(path.read_bytes().replace(true, false))


def far_out(path, row, column):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "client_id")
        sheet.write(row, column, "x")


def long_cell(path, characters):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["client_id", "name"])
        sheet.write_row(1, 0, ["1", "Alder"])
    with zipfile.ZipFile(path) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    content["xl/sharedStrings.xml"] = content["xl/sharedStrings.xml"].replace(b"Alder", b"x" * characters)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, data in content.items():
            parts.writestr(name, data)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What one process with little memory says of each file."""
    folder = tmp_path_factory.mktemp("bounds")
    bomb(folder / "bomb.xlsx")
    bomb(folder / "bomb.ods")
    bomb(folder / "liar.xlsx", says=1000)
    far_out(folder / "rows.xlsx", 1_048_575, 100)
    far_out(folder / "columns.xlsx", 1, 16_383)
    far_out(folder / "plain.xlsx", 2000, 3)
    long_cell(folder / "long.xlsx", 10_000_000)
    (folder / "long.csv").write_text("client_id,name\n1,Alder\n2," + "x" * 10_000_000 + "\n")
    (folder / "wide.csv").write_text(",".join(f"c{n}" for n in range(1_000_000)) + "\n1\n")
    (folder / "fields.csv").write_text("client_id\n1" + "," * 1_000_000 + "x\n")
    (folder / "quote.csv").write_text('client_id,name\n1,"' + "line\n" * 100_000)
    (folder / "nul.csv").write_bytes(b"client_id,name\n1,\x00" + b"\x00" * 1000 + b"\n")
    (folder / "half.csv").write_bytes(b"client_id,name\n1,x\xed\xa0\x80\n")  # half a pair, as UTF-8
    names = sorted(path.name for path in folder.iterdir())
    begun = time.monotonic()
    command = [sys.executable, "-c", READ, str(folder), str(MEMORY), str(SECONDS), json.dumps(names)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10 * SECONDS)
    assert done.returncode == 0, done.stderr[-2000:]
    found, kilobytes = json.loads(done.stdout)
    return found, kilobytes, time.monotonic() - begun


REFUSED = {
    "bomb.xlsx": ["unpacks to 300 MB", "times its size", "at most"],
    "bomb.ods": ["unpacks to 300 MB"],
    "liar.xlsx": ["not an Excel workbook", "sheet1.xml"],
    "rows.xlsx": ["reach to row 1,048,576 and column 101: 105,906,176 cells", "at most 50,000,000"],
    "columns.xlsx": ["there is a cell in column 16,384; at most 2000"],
    "long.xlsx": ["row 2", "name", "10,000,000 characters"],
    "long.csv": ["row 3", "field larger than field limit"],
    "wide.csv": ["row 1", "1000000 columns", "at most 2000"],
    "fields.csv": ["row 2", "1000001 fields for 1 headers"],
    "quote.csv": ["field larger than field limit"],
    "half.csv": ["row 2", "byte 0xed is not utf-8-sig"],
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_bounds_is_refused_with_its_place(told, name):
    ((problem,), _) = told[0][name]
    assert problem.startswith(name)
    assert not [part for part in REFUSED[name] if part not in problem], problem


@pytest.mark.parametrize(("name", "shape"), [("plain.xlsx", [1, 4]), ("nul.csv", [1, 2])])
def test_what_is_only_odd_is_read(told, name, shape):
    assert told[0][name] == [[], shape]


def test_it_takes_neither_memory_nor_time(told):
    assert told[1] < 1_000_000, "kilobytes"
    assert told[2] < SECONDS
