"""Check a firm's brand once before a run, as an error in it would fail every report."""

from __future__ import annotations

from acctlib.config import Config, kit_folder
from acctlib.display.brand.brand import load_brand


def check_brand(config: Config, *, fonts: bool = True) -> None:
    """Raise an error if reports cannot be rendered with the configuration's brand.

    Parameters
    ----------
    fonts : bool
        Whether the brand's font must be installed on this machine; for reports rendered on a cluster, workers need it.

    Raises
    ------
    ConfigError, PublishError
        For an unreadable brand file, a missing logo or a font that is not installed; the message gives the remedy.
    """
    brand = config.path(config.brand)
    look = load_brand(brand)
    if brand == kit_folder("templates") / "brand.yml":
        return  # the kit's own brand has no logo, and its font comes with the kit
    from acctlib.publish.formats.typst.fonts import faces_for
    from acctlib.publish.formats.typst.typst_source import logo_svg

    logo_svg(look)
    if fonts:
        faces_for(look)
