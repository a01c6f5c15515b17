"""Labels of facts carry their definition, each with an id of its own; nothing else does."""

from acctlib.display import Columns, Evidence, LayoutColumn, Number, Table, TableCell, TableColumn, Tile, Tiles
from acctlib.display.blocks.block import inner_blocks
from acctlib.publish.pages.glossary import add_tooltips
from acctlib.publish.pages.outputs import pages_of
from tests.publish.review_sample import block, book, document

TABLE = Table(
    (TableColumn("A"), TableColumn("B")), ((TableCell("Fees"), TableCell("Fees")), (TableCell("Other"), TableCell("1")))
)
TILES = Tiles((Tile("Fees", "1"), Tile("Other", "2")))
FEES = Number("fees", "Fees", "1", "", "four quarters", "All invoices.", "", (), "")


def marked(*parts):
    """Id and text of each definition on the pages, in order."""
    pages = add_tooltips(pages_of(book(block(document()), *(block(part.payload()) for part in parts))))
    blocks = [b for piece in pages.pieces for b in inner_blocks(piece.payload)]
    found = [tile.get("meaning") for b in blocks for tile in b.get("tiles", ())]
    tables = [b.get("table", b) for b in blocks]
    found += [cell.get("meaning") for table in tables for row in table.get("rows", ()) for cell in row]
    return sorted((m["id"], m["text"]) for m in found if m)


def test_tiles_and_first_cells_are_marked_wherever_they_stand():
    found = marked(TILES, Columns((LayoutColumn((TABLE,)),)), Evidence(TABLE, (FEES,)))
    assert [id_ for id_, _ in found] == ["meaning-1", "meaning-2", "meaning-3"]
    assert {text for _, text in found} == {"All invoices. Four quarters."}


def test_without_evidence_nothing_is_marked():
    assert marked(TILES, TABLE) == []
