"""A firm's look: colours, paper, fonts. One file says it, charts and pages both read it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from acctlib.config import KIT
from acctlib.errors import ConfigError, nearest

# Packages that bring fonts, and where their files lie. CJK comes with the extra `cjk`.
FONT_PACKAGES: Mapping[str, str] = {
    "font_source_sans_pro": "files",
    "fontpkg_noto_sans_arabic": "files",
    "fontpkg_source_code_pro": "files",
    "cvttf_NotoSansCJK_Regular": "",
}
_HEX = r"^#[0-9a-fA-F]{6}$"


class Colors(BaseModel):
    """Seven colours; status is always a word and a shape as well."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ink: str = Field("#16324f", pattern=_HEX)
    accent: str = Field("#0f7b6c", pattern=_HEX)
    warning: str = Field("#c2410c", pattern=_HEX)
    amber: str = Field("#b45309", pattern=_HEX)
    muted: str = Field("#6b7280", pattern=_HEX)
    hairline: str = Field("#d9dee5", pattern=_HEX)
    tint: str = Field("#dcebe8", pattern=_HEX)


class Brand(BaseModel):
    """What brand.yml may say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = ""
    paper: str = Field("a4", pattern="^(a4|us-letter)$")
    font: str = "Source Sans Pro"
    fallback: tuple[str, ...] = ("Noto Sans Arabic", "Noto Sans CJK TC")
    logo: str | None = None
    color: Colors = Colors()


@lru_cache(maxsize=8)
def load_brand(path: Path | str | None = None) -> Brand:
    """Read a brand file; without a path, the kit's own."""
    file = Path(path or KIT / "templates" / "brand.yml")
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        brand = Brand.model_validate(said)
    except FileNotFoundError:
        raise ConfigError(f"brand: {file} does not exist") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"{file.name}: this is not YAML: {error}") from None
    except ValidationError as error:
        raise ConfigError(
            f"{file.name}: " + "; ".join(_told(e["loc"], e["msg"], e["type"]) for e in error.errors())
        ) from None
    return brand.model_copy(update={"logo": str(file.parent / brand.logo)}) if brand.logo else brand


def _told(where: tuple[int | str, ...], message: str, kind: str) -> str:
    keys = Colors.model_fields if len(where) > 1 else Brand.model_fields
    hint = f"unknown key, {nearest(str(where[-1]), keys)}" if kind == "extra_forbidden" else message
    return f"{'.'.join(map(str, where))}: {hint}"


@lru_cache(maxsize=1)
def font_folders() -> tuple[Path, ...]:
    """Folders of the font packages that are installed, in order of preference."""
    specs = ((find_spec(package), inner) for package, inner in FONT_PACKAGES.items())
    return tuple(Path(spec.origin).parent / inner for spec, inner in specs if spec and spec.origin)
