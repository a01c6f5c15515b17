"""The brand file: the public convention, readable colours, and ways out."""

from itertools import combinations

import numpy as np
import pytest
import yaml

from acctlib.display.brand.brand import READABLE, TEXT, Brand, Colors, contrast, load_brand, luminance
from acctlib.errors import ConfigError


@pytest.fixture
def said(tmp_path):
    def read(**content):
        number = len(list(tmp_path.iterdir()))
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "brand.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
        return load_brand(folder / "brand.yml")

    return read


class TestConvention:
    """What other programs read, we read."""

    def test_the_kits_own_file_is_the_default_look_with_a_name(self):
        assert load_brand() == Brand(name="Northgate Agency")

    def test_a_file_made_for_other_programs_is_understood(self, said):
        # Shape by hand after the convention's structure page: names, sizes, palette, faces, other programs' settings.
        brand = said(
            meta={"name": {"full": "Northgate Agency Ltd", "short": "Northgate"}, "link": {"home": "https://example.org"}},
            logo={"images": {"wide": {"path": "wide.svg", "alt": "Northgate"}}, "small": "icon.png", "medium": "wide"},
            color={"palette": {"navy": "#001f3f", "lead": "navy"}, "foreground": "lead", "primary": "foreground"},
            typography={
                "fonts": [{"family": "Open Sans", "source": "google"}],
                "base": {"family": "Noto Sans Arabic", "line-height": 1.4},
                "headings": {"weight": 600}, "monospace-inline": {"family": "Fira Mono"},
            },
            defaults={"bootstrap": {"anything": 1}, "acctlib": {"paper": "us-letter"}},
        )  # fmt: skip
        assert (brand.name, brand.paper, brand.font) == ("Northgate Agency Ltd", "us-letter", "Noto Sans Arabic")
        assert brand.logo.endswith("wide.svg")
        assert (brand.color.ink, brand.color.primary) == ("#001f3f", "#001f3f")

    @pytest.mark.parametrize(
        ("logo", "file"),
        [("one.svg", "one.svg"), ({"small": "s.png", "large": "l.png"}, "s.png"), ({"medium": {"light": "l.svg", "dark": "d.svg"}}, "l.svg")],
    )  # fmt: skip
    def test_the_logo_is_the_one_for_light_paper(self, said, logo, file):
        assert said(logo=logo).logo.endswith(f"/{file}")


class TestErrors:
    """Each names the file, the key and the way out."""

    @pytest.mark.parametrize(
        ("content", "text"),
        [
            ({"colour": {}}, "brand.yml: colour: unknown key, did you mean 'color'?"),
            ({"color": {"foregroud": "#000000"}}, "brand.yml: color.foregroud: unknown key, did you mean 'foreground'?"),
            (
                {"color": {"palette": {"navy": "#001f3f"}, "foreground": "nvy"}},
                "brand.yml: color.foreground: 'nvy' is neither a colour like #16324f nor one of these; did you mean 'navy'?",
            ),
            (
                {"color": {"primary": "#ffc107"}},
                "brand.yml: color.primary: #ffc107 on white has a contrast of 1.6; text needs 4.5 (WCAG 2.2): take a darker one",
            ),
            ({"defaults": {"acctlib": {"papr": "a4"}}}, "brand.yml: defaults.acctlib.papr: unknown key, did you mean 'paper'?"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_drawn_is_refused(self, said, content, text):
        with pytest.raises(ConfigError) as caught:
            said(**content)
        assert str(caught.value) == text

    def test_roles_that_name_each_other_lead_nowhere(self, said):
        with pytest.raises(ConfigError, match=r"color\.foreground"):
            said(color={"foreground": "primary", "primary": "foreground"})

    def test_a_file_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(ConfigError, match=r"brand: .*none.yml does not exist"):
            load_brand(tmp_path / "none.yml")


class TestColours:
    """Readable, and told apart without colour."""

    def test_contrast_is_that_of_wcag(self):
        # WebAIM's contrast checker gives 4.54 for #767676 on white, 8.59 for blue.
        assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
        assert contrast("#ffffff", "#0000ff") == pytest.approx(8.59, abs=0.005)

    @pytest.mark.parametrize("name", TEXT)
    def test_every_text_colour_of_ours_can_be_read(self, name):
        assert contrast(getattr(Colors(), name), "#ffffff") >= READABLE

    def test_text_can_be_read_on_the_tint_too(self):
        assert contrast(Colors().ink, Colors().tint) >= READABLE

    def test_totals_and_steps_of_a_bridge_differ_in_grey_print(self):
        ink, accent, warning = (luminance(getattr(Colors(), c)) for c in ("ink", "accent", "warning"))
        assert min(accent, warning) > 2.5 * ink

    @pytest.mark.parametrize(("one", "other"), list(combinations(("accent", "warning", "ink"), 2)))
    def test_state_colours_differ_for_the_colour_blind(self, one, other):
        # Deuteranopia after Machado, Oliveira and Fernandes 2009, severity 1, on linear light.
        machado = np.array(
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
        )

        def seen(color):
            srgb = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
            linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
            return machado @ linear

        assert np.abs(seen(getattr(Colors(), one)) - seen(getattr(Colors(), other))).sum() > 0.15
