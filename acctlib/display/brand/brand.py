"""A firm's look: colours, paper, fonts. One file says it, charts and pages both read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from acctlib.config import kit_folder, yaml_of
from acctlib.display.brand.brand_file import HEX, BrandFile, Logo, Meta, Ours, Theme, Typography
from acctlib.errors import ConfigError, nearest

# Packages that bring fonts, and where their files lie. CJK comes with the extra `cjk`.
FONT_PACKAGES: Mapping[str, str] = {
    "font_source_sans_pro": "files",
    "fontpkg_noto_sans_arabic": "files",
    "fontpkg_source_code_pro": "files",
    "cvttf_NotoSansCJK_Regular": "",
    "matplotlib": "mpl-data/fonts/ttf",  # DejaVu: Hebrew, Georgian, Armenian, rare Greek and Cyrillic letters
}
READABLE = 4.5  # contrast of text on its ground: WCAG 2.2, success criterion 1.4.3
# Our colour <- the convention's.
ROLES = {
    "ink": "foreground", "primary": "primary", "accent": "success", "warning": "danger", "amber": "warning",
    "muted": "secondary", "hairline": "tertiary", "tint": "light",
}  # fmt: skip
TEXT = ("ink", "primary", "accent", "warning", "amber", "muted")


class Colors(BaseModel):
    """Eight colours; status is always a word and a shape as well."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ink: str = Field("#16324f", pattern=HEX)
    primary: str = Field("#0f7b6c", pattern=HEX)
    accent: str = Field("#0f7b6c", pattern=HEX)
    warning: str = Field("#c2410c", pattern=HEX)
    amber: str = Field("#a8480a", pattern=HEX)
    muted: str = Field("#5b6472", pattern=HEX)
    hairline: str = Field("#d9dee5", pattern=HEX)
    tint: str = Field("#dcebe8", pattern=HEX)


class Brand(BaseModel):
    """The look of pages and charts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = ""
    paper: str = Field("a4", pattern="^(a4|us-letter)$")
    font: str = "Source Sans Pro"
    fallback: tuple[str, ...] = ("DejaVu Sans", "Noto Sans Arabic", "Noto Sans CJK TC")
    logo: str | None = None
    color: Colors = Colors()


def load_brand(path: Path | str | None = None) -> Brand:
    """Read a brand file, anew where it has been written since; without a path, the kit's own.

    Raises
    ------
    ConfigError
        A file that is not there, a key that brand.yml does not know, a colour that is none, or a text colour that
        cannot be read on white paper.
    """
    file = Path(path or kit_folder("templates") / "brand.yml")
    try:
        return _brand_of(file, file.read_bytes())
    except FileNotFoundError:
        raise ConfigError(f"brand: {file} does not exist") from None
    except OSError as error:
        raise ConfigError(f"brand: {file} cannot be opened: {error.strerror}") from None


@lru_cache(maxsize=8)
def _brand_of(file: Path, content: bytes) -> Brand:
    """The brand that a file with this content says."""
    try:
        brand_file = BrandFile.model_validate(yaml_of(content.decode()))
    except ValidationError as error:
        problems = dict.fromkeys(_problem(e["loc"], e["msg"], e["type"]) for e in error.errors())
        raise ConfigError(f"{file.name}: " + "; ".join(problems)) from None
    except ValueError as error:  # after ValidationError, which is one too
        raise ConfigError(f"{file.name}: this is not YAML: {error}") from None
    return _brand(brand_file, file)


def _brand(brand_file: BrandFile, file: Path) -> Brand:
    colors = {ours: _color(brand_file.color, theirs, file.name) for ours, theirs in ROLES.items()}
    for name in TEXT:
        ratio = contrast(colors[name], "#ffffff")
        if ratio < READABLE:
            raise ConfigError(
                f"{file.name}: color.{ROLES[name]}: {colors[name]} on white has a contrast of {ratio:.1f}; "
                f"text needs {READABLE} (WCAG 2.2): take a darker one"
            )
    logo = brand_file.logo.file if isinstance(brand_file.logo, Logo) else brand_file.logo
    return Brand(
        name=brand_file.meta.shown,
        paper=brand_file.defaults.acctlib.paper,
        font=brand_file.typography.family,
        fallback=brand_file.defaults.acctlib.fallback,
        logo=str(file.parent / logo) if logo else None,
        color=Colors(**colors),
    )


def _color(theme: Theme, role: str, file: str) -> str:
    """A role's hex value, through the palette and other roles; a name that leads nowhere is an error."""
    value, seen = str(getattr(theme, role)), {role}
    while not re.match(HEX, value):
        named = theme.palette.get(value) or (getattr(theme, value) if value in Theme.model_fields else None)
        if not isinstance(named, str) or value in seen:
            known = [*theme.palette, *(name for name in Theme.model_fields if name != "palette")]
            way_out = f"neither a colour like #16324f nor one of these; {nearest(value, known)}"
            raise ConfigError(f"{file}: color.{role}: '{value}' is {way_out}")
        seen.add(value)
        value = named
    return value.lower()


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21.

    References
    ----------
    WCAG 2.2, definition of contrast ratio and relative luminance.

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    """Relative luminance of a hex colour, 0 (black) to 1 (white): what is left of it in grey print."""
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _problem(where: tuple[int | str, ...], message: str, kind: str) -> str:
    parents: dict[str, Any] = {
        "": BrandFile, "meta": Meta, "logo": Logo, "color": Theme, "typography": Typography, "defaults": Ours,
    }  # fmt: skip
    known = parents[str(where[0]) if len(where) > 1 else ""].model_fields
    hint = f"unknown key, {nearest(str(where[-1]), known)}" if kind == "extra_forbidden" else message
    return f"{'.'.join(map(str, where))}: {hint}"


@lru_cache(maxsize=1)
def font_folders() -> tuple[Path, ...]:
    """Folders of the font packages that are installed, in order of preference."""
    specs = ((find_spec(package), inner) for package, inner in FONT_PACKAGES.items())
    return tuple(Path(spec.origin).parent / inner for spec, inner in specs if spec and spec.origin)
