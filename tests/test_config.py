"""acctlib.yml says it once; what it cannot say, it refuses in words that name the way out."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

import acctlib.config as config_module
from acctlib.compat import CompatibilityWarning
from acctlib.config import Config, Source, find_config, kit_folder, load_config
from acctlib.errors import ConfigError


@pytest.fixture
def said(tmp_path):
    """Write a configuration, and read it."""

    def load(text):
        file = tmp_path / "acctlib.yml"
        file.write_text(text, encoding="utf-8")
        return load_config(file)

    return load


def refused(said, text):
    with pytest.raises(ConfigError) as caught:
        said(text)
    return str(caught.value)


class TestDefaults:
    def test_an_empty_file_is_a_whole_configuration(self, said, tmp_path):
        config = said("")
        assert (config.firm, config.currency, config.fiscal_year_start) == ("Our firm", "EUR", 1)
        assert (config.demo, config.sources, config.covered_to) == (False, {}, None)
        assert config.root == tmp_path

    def test_what_is_said_holds(self, said):
        config = said("firm: Ünal & Söhne\ncovered_to: 2026-09-30\nfiscal_year_start: 4\ntargets: {nps: 40}\n")
        assert (config.firm, config.covered_to, config.fiscal_year_start) == ("Ünal & Söhne", date(2026, 9, 30), 4)
        assert config.targets_for("internal") == {"nps": 40.0}

    def test_a_client_reads_agreed_targets_alone(self, said):
        config = said("targets: {nps: 40, nrr: {target: 1.05}, csat: {target: 0.9, agreed_with_client: true}}\n")
        assert config.targets_for("client") == {"csat": 0.9}
        assert config.targets_for("internal") == {"nps": 40, "nrr": 1.05, "csat": 0.9}

    def test_too_few_people_or_clients_are_read_as_the_fewest_with_a_notice(self, said):
        with pytest.warns(CompatibilityWarning) as told:
            config = said("policy: {fewest_peers: 5, fewest_respondents: 3}\n")
        assert (config.policy.fewest_peers, config.policy.fewest_respondents) == (7, 5)
        assert [str(one.message) for one in told] == [
            "acctlib.yml: policy.fewest_peers: 5 is below the minimum and read as 7",
            "acctlib.yml: policy.fewest_respondents: 3 is below the minimum and read as 5",
        ]

    def test_a_mistyped_key_of_a_target_names_the_nearest(self, said):
        with pytest.raises(
            ConfigError, match=r"targets.nps.agreed: unknown key, known values: agreed_with_client, target"
        ):
            said("targets: {nps: {target: 40, agreed: true}}\n")

    def test_keys_and_targets_of_earlier_versions_are_read_under_their_names_of_today(self, said):
        with pytest.warns(CompatibilityWarning):
            config = said("as_of: 2026-09-30\ntargets: {on_budget_client: 0.9}\n")
        assert config.covered_to == date(2026, 9, 30)
        assert config.targets_for("internal") == {"within_fees": 0.9}

    def test_a_path_is_meant_from_the_folder_of_the_file(self, said, tmp_path, monkeypatch):
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        config = said("book: data/../book.duckdb\n")
        assert config.path(config.book) == tmp_path / "book.duckdb"
        assert config.path("/srv/book.duckdb") == Path("/srv/book.duckdb")
        assert config.path("~/x") == (Path.home() / "x").resolve()


class TestFrozen:
    def test_a_run_cannot_change_its_rules(self, said):
        config = said("sources: {clients: {file: clients.csv}}\n")
        for model, key in ((config, "firm"), (config.policy, "late_days"), (config.sources["clients"], "file")):
            with pytest.raises(ValidationError, match="frozen"):
                setattr(model, key, "other")


class TestUnknownKeys:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("fimr: X", "acctlib.yml: fimr: unknown key, did you mean 'firm'?"),
            ("policy: {late_day: 3}", "acctlib.yml: policy.late_day: unknown key, did you mean 'late_days'?"),
            (
                "sources: {clients: {file: a.csv, encodign: cp1252}}",
                "acctlib.yml: sources.clients.encodign: unknown key, did you mean 'encoding'?",
            ),
        ],
    )
    def test_the_nearest_known_one_is_suggested(self, said, text, told):
        assert refused(said, text) == told

    def test_all_are_listed_when_none_is_near(self, said):
        told = refused(said, "policy: {zzz: 1}")
        assert told == (
            "acctlib.yml: policy.zzz: unknown key, known values: budget_tolerance, calendar, census, concentration_hhi, "
            "concentration_top_share, fewest_peers, fewest_respondents, late_days, not_eligible, on_time, pause_days, pause_months, peer_benchmarks, recurring_kinds, renewal_grace_days"
        )

    def test_the_folder_of_the_file_is_no_key(self, said):
        assert refused(said, "root: /x") == "acctlib.yml: root: is the file's own folder and cannot be set"
        assert "root" not in refused(said, "zzz: 1").replace("acctlib", "")

    def test_several_are_told_at_once(self, said):
        told = refused(said, "fimr: X\nlocal: de_DE\n")
        assert "did you mean 'firm'?" in told
        assert "did you mean 'locale'?" in told


class TestValues:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("currency: eur", "currency: String should match pattern '^[A-Z]{3}$' (given: 'eur')"),
            ("fiscal_year_start: 13", "fiscal_year_start: Input should be less than or equal to 12 (given: 13)"),
            ("rules: {missing_rate: ignore}", "rules.missing_rate: Input should be 'block', 'set_aside' or 'warn'"),
            ("policy: {fewest_peers: many}", "policy.fewest_peers: Input should be a valid integer"),
            ("policy: {peer_benchmarks: [nsp]}", "clients are not shown a peer median of 'nsp'; did you mean 'nps'?"),
            ("covered_to: sometime", "covered_to: Input should be a valid date"),
        ],
    )
    def test_one_that_cannot_be_is_named_with_what_was_given(self, said, text, told):
        assert told in refused(said, text)


class TestSource:
    def test_two_kinds_are_refused(self, said):
        told = refused(said, "sources: {clients: {file: a.csv, sql: select 1}}")
        assert "sources.clients: give exactly one of file, sql and url (given: file and sql)" in told

    def test_none_is_refused(self, said):
        assert "give exactly one of file, sql and url (given: none)" in refused(said, "sources: {clients: {sheet: A}}")

    def test_a_url_needs_a_query(self, said):
        assert "a url needs a query" in refused(said, "sources: {clients: {url: 'sqlite:///a.db'}}")

    def test_one_mark_cannot_be_both_decimal_and_thousands(self):
        with pytest.raises(ValidationError, match="decimal and thousands separators are the same"):
            Source(file="a.csv", decimal=",", thousands=",")


class TestFound:
    def test_upward_from_the_working_folder(self, tmp_path, monkeypatch):
        (tmp_path / "acctlib.yml").write_text("firm: Above\n")
        deep = tmp_path / "a" / "b"
        deep.mkdir(parents=True)
        monkeypatch.chdir(deep)
        assert load_config().firm == "Above"
        assert find_config() == tmp_path / "acctlib.yml"

    def test_the_nearest_one_holds(self, tmp_path):
        deep = tmp_path / "a"
        deep.mkdir()
        for folder in (tmp_path, deep):
            (folder / "acctlib.yml").write_text("")
        assert find_config(deep) == deep / "acctlib.yml"

    def test_none_at_all_names_the_way_out(self, tmp_path):
        with pytest.raises(ConfigError) as caught:
            find_config(tmp_path)
        assert str(caught.value) == (
            f"no acctlib.yml in {tmp_path.resolve()} or above it: run from its folder, or give --config FILE"
        )

    def test_a_missing_file_is_named(self, tmp_path):
        with pytest.raises(ConfigError, match=r"nowhere\.yml: there is no such file$"):
            load_config(tmp_path / "nowhere.yml")

    @pytest.mark.parametrize("text", ["firm: [", "firm: 'open"])
    def test_what_is_not_yaml_is_told_so(self, said, text):
        assert refused(said, text).startswith("acctlib.yml: this is not YAML: ")

    def test_what_is_not_utf_8_is_told_so(self, tmp_path):
        file = tmp_path / "acctlib.yml"
        file.write_bytes("firm: Café".encode("cp1252"))
        with pytest.raises(ConfigError, match=r"^acctlib\.yml: this is not YAML: .*utf-8"):
            load_config(file)

    def test_a_folder_is_no_configuration(self, tmp_path):
        with pytest.raises(ConfigError, match="is a folder"):
            load_config(tmp_path)

    def test_a_list_is_no_configuration(self, said):
        assert refused(said, "- firm\n") == "acctlib.yml: expected keys and values, found list"


class TestEnvironment:
    def test_a_name_is_filled_in_wherever_a_value_stands(self, said, monkeypatch):
        monkeypatch.setenv("FIRM", "Ours")
        config = said("firm: ${FIRM} & Co\nsources: {clients: {sql: select 1, files: ['${FIRM}/a.csv']}}\n")
        assert config.firm == "Ours & Co"
        assert config.sources["clients"].files == ("Ours/a.csv",)

    def test_a_default_holds_where_the_name_is_not_set(self, said, monkeypatch):
        monkeypatch.delenv("NOBODY_SET", raising=False)
        assert said("firm: ${NOBODY_SET:-Ours}\n").firm == "Ours"
        assert said("confidentiality: 'a${NOBODY_SET:-}b'\n").confidentiality == "ab"
        monkeypatch.setenv("NOBODY_SET", "Theirs")
        assert said("firm: ${NOBODY_SET:-Ours}\n").firm == "Theirs"

    def test_a_name_that_is_not_set_is_an_error(self, said, monkeypatch):
        monkeypatch.delenv("NOBODY_SET", raising=False)
        assert refused(said, "firm: ${NOBODY_SET}\n") == (
            "acctlib.yml: ${NOBODY_SET} is not set in the environment, and has no default (${NAME:-default})"
        )

    def test_keys_and_other_dollars_are_left_alone(self, said):
        config = said("firm: $100 {x} $HOME\nsources: {clients: {file: a, values: {'${K}': x}}}\n")
        assert config.firm == "$100 {x} $HOME"
        assert list(config.sources["clients"].values) == ["${K}"]


def test_templates_and_brand_are_the_kits_own_where_none_are_named():
    assert Config().templates.is_dir()
    assert Config().brand.is_file()


class TestNotebooks:
    def test_the_kits_own_are_taken_where_the_firm_has_none(self, tmp_path):
        assert Config(root=tmp_path).notebook("client_review.ipynb") == kit_folder("notebooks") / "client_review.ipynb"

    def test_one_beside_the_configuration_takes_its_place_and_no_others(self, tmp_path):
        (tmp_path / "notebooks").mkdir()
        (tmp_path / "notebooks" / "client_review.ipynb").touch()
        config = Config(root=tmp_path)
        assert config.notebook("client_review.ipynb") == tmp_path / "notebooks" / "client_review.ipynb"
        assert config.notebook("account_review.ipynb").parent == kit_folder("notebooks")

    def test_a_folder_that_is_named_has_to_be_there(self, said):
        with pytest.raises(ConfigError, match=r"^acctlib.yml: notebooks: there is no folder ours$"):
            said("notebooks: ours")

    def test_those_of_an_installed_package_are_within_it(self, tmp_path, monkeypatch):
        monkeypatch.setattr(config_module, "PACKAGE", tmp_path / "acctlib")
        assert kit_folder("notebooks") == tmp_path / "notebooks"
        (tmp_path / "acctlib" / "notebooks").mkdir(parents=True)
        assert kit_folder("notebooks") == tmp_path / "acctlib" / "notebooks"
