"""brand.yml as firms already have it: the public convention (posit-dev.github.io/brand-yml), read for what we draw.

Other programs' keys are understood and left alone; a key that the convention does not know is an error. What only
we need stands under `defaults: {acctlib: ...}`, where the convention wants it.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

HEX = r"^#[0-9a-fA-F]{6}$"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Meta(_Part):
    """Who it is."""

    name: str | dict[str, str] = ""
    link: Any = None

    @property
    def shown(self) -> str:
        """The name as it stands on a page: the full one of several."""
        return self.name if isinstance(self.name, str) else self.name.get("full") or self.name.get("short", "")


class Picture(_Part):
    """A logo file with its description."""

    path: str
    alt: str = ""


Image = str | Picture


class Logo(_Part):
    """Logo files by name and size; the medium one is drawn, else the small, else the large."""

    images: dict[str, Image] = Field(default_factory=dict)
    small: Image | dict[str, Image] | None = None
    medium: Image | dict[str, Image] | None = None
    large: Image | dict[str, Image] | None = None

    @property
    def file(self) -> str | None:
        """The file to draw on paper."""
        chosen = self.medium or self.small or self.large
        if isinstance(chosen, dict):
            chosen = chosen.get("light") or next(iter(chosen.values()), None)
        named = self.images.get(chosen, chosen) if isinstance(chosen, str) else chosen
        return named.path if isinstance(named, Picture) else named


class Theme(_Part):
    """Colours by role; each is a hex value, the name of one in the palette, or the name of another role."""

    palette: dict[str, str] = Field(default_factory=dict)
    foreground: str = "#16324f"
    background: str = "#ffffff"
    primary: str = "#0f7b6c"
    secondary: str = "#5b6472"
    tertiary: str = "#d9dee5"
    success: str = "#0f7b6c"
    info: str = "#16324f"
    warning: str = "#a8480a"
    danger: str = "#c2410c"
    light: str = "#dcebe8"
    dark: str = "#16324f"


class Typography(_Part):
    """Faces by use; we set all text in the base family."""

    fonts: Any = None
    base: str | dict[str, Any] = "Source Sans Pro"
    headings: Any = None
    monospace: Any = None
    monospace_inline: Any = Field(None, alias="monospace-inline")
    monospace_block: Any = Field(None, alias="monospace-block")
    link: Any = None

    @property
    def family(self) -> str:
        """The base family."""
        return self.base if isinstance(self.base, str) else str(self.base.get("family", "Source Sans Pro"))


class Ours(_Part):
    """What the convention has no word for."""

    paper: Literal["a4", "us-letter"] = "a4"
    fallback: tuple[str, ...] = ("DejaVu Sans", "Noto Sans Arabic", "Noto Sans CJK TC")


class Defaults(BaseModel):
    """Settings by program; other programs' are not ours to read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    acctlib: Ours = Ours()


class BrandFile(_Part):
    """A whole brand.yml."""

    meta: Meta = Meta()
    logo: str | Logo | None = None
    color: Theme = Theme()
    typography: Typography = Typography()
    defaults: Defaults = Defaults()
