"""A firm's brand, looked at once before a run: what is wrong with it would fail every report alike."""

from __future__ import annotations

from acctlib.config import Config, kit_folder
from acctlib.display.brand.brand import load_brand


def check_brand(config: Config, *, fonts: bool = True) -> None:
    """Pass where reports can be drawn with the configuration's brand.

    Parameters
    ----------
    fonts : bool
        Whether the brand's font has to be on this machine: reports that a cluster renders need it there.

    Raises
    ------
    ConfigError, PublishError
        For a brand file that cannot be read, a logo that is not there, a font that is not installed; with the way out.
    """
    brand = config.path(config.brand)
    look = load_brand(brand)
    if brand == kit_folder("templates") / "brand.yml":
        return  # the kit's own has no logo, and its font comes with the kit
    from acctlib.publish.formats.typst.fonts import faces_for
    from acctlib.publish.formats.typst.typst_source import logo_svg

    logo_svg(look)
    if fonts:
        faces_for(look)
