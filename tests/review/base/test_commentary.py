"""Words that analysts wrote, from files to the page."""

import pytest
import yaml

from acctlib.compat import CompatibilityWarning
from acctlib.config import Config
from acctlib.errors import ReviewError
from acctlib.periods import quarter
from acctlib.review import open_review
from acctlib.review.base.commentary import commentary, remarks
from acctlib.review.base.section import CLIENT_SECTIONS, INTERNAL_SECTIONS

NAMES = ("growth", "decisions")


def written(folder, text, name="C1.md"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


class TestFile:
    """One file."""

    def test_texts_stand_under_the_names_of_their_sections(self, tmp_path):
        path = written(
            tmp_path, "---\ngrowth: add\ndecisions: replace\n---\n# growth\nMore *media*.\n\n# decisions\nOne.\n"
        )
        assert remarks(path, NAMES) == {"growth": ("add", "More *media*."), "decisions": ("replace", "One.")}

    def test_a_single_section_needs_no_head(self, tmp_path):
        assert remarks(written(tmp_path, "---\r\ngrowth: add\r\n---\r\nMore.\r\n"), NAMES) == {
            "growth": ("add", "More.")
        }

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("More.", "C1.md: begin with ---, then which section this is for (`delivery: add`), then --- again"),
            ("---\n---\nMore.", "C1.md: say between the two --- which section this is for, like `delivery: add`"),
            ("---\ngrwth: add\n---\nMore.", "C1.md: 'grwth' is not a section; did you mean 'growth'?"),
            ("---\ngrowth: append\n---\nMore.", "C1.md: growth: 'append' is neither add nor replace"),
            ("---\ngrowth: add\n---\n", "C1.md: growth: has no text; write it under a line `# growth`"),
            ("---\ngrowth: add\n---\n# decisions\nOne.", "C1.md: '# decisions' is not named between the two ---; known values: growth"),
            (
                "---\ngrowth: add\ndecisions: add\n---\nMore.\n# decisions\nOne.",
                "C1.md: text before the first `# section`: which section is it for?",
            ),
        ],
    )  # fmt: skip
    def test_what_cannot_be_meant_is_an_error_with_the_way_out(self, tmp_path, text, said):
        with pytest.raises(ReviewError) as caught:
            remarks(written(tmp_path, text), NAMES)
        assert str(caught.value) == said

    @pytest.mark.parametrize("head", ["", "# promises\n"])
    def test_a_section_is_read_under_its_earlier_name_with_a_notice(self, tmp_path, head):
        path = written(tmp_path, f"---\npromises: add\n---\n{head}More.")
        with pytest.warns(CompatibilityWarning, match="C1.md: promises is now called actions"):
            assert remarks(path, ("actions",)) == {"actions": ("add", "More.")}

    def test_no_yaml_and_no_text_are_named(self, tmp_path):
        with pytest.raises(ReviewError, match=r"^C1.md: the front matter between the two --- lines is not YAML"):
            remarks(written(tmp_path, "---\n{\n---\nMore."), NAMES)
        path = tmp_path / "C1.md"
        path.write_bytes(b"---\ngrowth: add\n---\n\xff")
        with pytest.raises(ReviewError, match=r"^C1.md: this is not UTF-8 text"):
            remarks(path, NAMES)


class TestFolder:
    """One quarter's folder."""

    def told(self, folder):
        return commentary(Config(root=folder), quarter("2026Q3"), NAMES, [*NAMES, "profit"])

    def test_the_house_reads_what_the_client_reads_and_its_own_beside_it(self, tmp_path):
        folder = tmp_path / "commentary" / "2026Q3"
        written(folder, "---\ngrowth: add\n---\nFor you.")
        written(folder, "---\nprofit: add\n---\nFor us.", "C1.internal.md")
        assert self.told(tmp_path) == {
            ("C1", "client"): {"growth": ("add", "For you.")},
            ("C1", "internal"): {"growth": ("add", "For you."), "profit": ("add", "For us.")},
        }

    def test_an_internal_section_is_none_of_the_clients(self, tmp_path):
        written(tmp_path / "commentary" / "2026Q3", "---\nprofit: add\n---\nFor us.")
        with pytest.raises(
            ReviewError, match=r"^C1.md: 'profit' is a section of the internal .* write it in C1.internal.md"
        ):
            self.told(tmp_path)

    def test_another_quarter_is_not_read(self, tmp_path):
        written(tmp_path / "commentary" / "2026Q2", "no front matter")
        assert self.told(tmp_path) == {}


class TestPage:
    """On a review."""

    @pytest.fixture
    def config(self, demo_folder, tmp_path):
        said = yaml.safe_load((demo_folder / "acctlib.yml").read_text())
        said["sources"] = {
            name: {"file": str(demo_folder / source["file"])} for name, source in said["sources"].items()
        }
        said["book"] = str(demo_folder / ".acctlib" / "book.duckdb")
        (tmp_path / "acctlib.yml").write_text(yaml.safe_dump(said))
        return tmp_path / "acctlib.yml"

    def blocks(self, config, section, edition="client"):
        review = open_review("C001", "2026Q3", edition, str(config))
        payload = getattr(review, section)().payload()
        return [block["block"] for block in payload.get("blocks", [payload])], payload

    def test_added_words_come_last_and_are_marked(self, config, tmp_path):
        written(tmp_path / "commentary" / "2026Q3", "---\ndecisions: add\n---\nTwo of three.", "C001.md")
        kinds, payload = self.blocks(config, "decisions")
        assert kinds == ["table", "prose"]
        assert payload["blocks"][-1] == {"block": "prose", "markdown": "Two of three.", "typed": True}

    def test_replaced_words_leave_every_number_where_it_was(self, config, tmp_path):
        written(tmp_path / "commentary" / "2026Q3", "---\nsummary: replace\n---\nA good quarter.", "C001.md")
        assert self.blocks(config, "summary")[0] == ["prose", "tiles"]

    def test_words_for_a_client_that_is_not_there_fail(self, config, tmp_path):
        written(tmp_path / "commentary" / "2026Q3", "---\nsummary: add\n---\nHello.", "C0001.md")
        with pytest.raises(ReviewError, match=r"^commentary: 'C0001' is not in the book; did you mean 'C001'\?"):
            open_review("C001", "2026Q3", "client", str(config))


def test_every_section_is_either_the_clients_or_internal():
    assert {"summary", "delivery", "risks"} <= set(CLIENT_SECTIONS)
    assert {"profit", "growth", "book"} <= set(INTERNAL_SECTIONS)
    assert not set(CLIENT_SECTIONS) & set(INTERNAL_SECTIONS)
