"""acctlib.yml: the settings that a firm makes once, so that no notebook has to repeat them.

The file is looked for in the working folder and then in its parents. Its paths are relative to its
own folder. An unknown key raises an error that suggests the closest known one. The models are
frozen: a run cannot change its own rules.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, Field, ValidationError, field_validator

from acctlib.compat import notify, renamed
from acctlib.config_parts import FLOORS, PEER_METRICS, Limits, Policy, Source, Strict, Target
from acctlib.errors import ConfigError, NotHeldError, nearest

__all__ = [
    "FILE",
    "FLOORS",
    "PEER_METRICS",
    "Config",
    "Limits",
    "Policy",
    "Source",
    "Target",
    "deny_data_access",
    "expanded",
    "find_config",
    "kit_folder",
    "load_config",
    "require_data_access",
    "yaml_of",
]

FILE = "acctlib.yml"
ALIASES = 20  # with more aliases, a small file could expand beyond any amount of memory
_VARIABLE = re.compile(r"\$\{(?P<name>[A-Za-z_]\w*)(?::-(?P<otherwise>[^}]*))?\}")
PACKAGE = Path(__file__).resolve().parent


def kit_folder(name: Literal["notebooks", "templates"]) -> Path:
    """Folder of the kit's own notebooks or templates: inside the package if installed, beside it in a checkout."""
    packaged = PACKAGE / name
    return packaged if packaged.is_dir() else PACKAGE.parent / name


class Config(Strict):
    """All settings in acctlib.yml, each with a default.

    Attributes
    ----------
    covered_from, covered_to
        First and last day that the data covers; inferred from the rows if not given.
    notebooks
        Folder of the firm's own notebooks; the kit's notebooks are used for any it lacks.
    """

    firm: str = "Our firm"
    currency: str = Field("EUR", pattern=r"^[A-Z]{3}$")
    locale: str = "en_GB"
    fiscal_year_start: int = Field(1, ge=1, le=12)
    covered_from: date | None = None
    covered_to: date | None = None
    demo: bool = False
    confidentiality: str = "Confidential"
    sources: dict[str, Source] = Field(default_factory=dict)
    rules: dict[str, Literal["block", "set_aside", "warn"]] = Field(default_factory=dict)
    targets: dict[str, Target] = Field(default_factory=dict)
    policy: Policy = Policy()
    limits: Limits = Limits()
    book: Path = Path(".acctlib/book.duckdb")
    out: Path = Path("reports")
    commentary: Path = Path("commentary")
    notebooks: Path = Path("notebooks")
    templates: Path = kit_folder("templates")
    brand: Path = kit_folder("templates") / "brand.yml"
    root: Path = Field(default_factory=Path.cwd, exclude=True)

    @field_validator("targets", mode="before")
    @classmethod
    def _bare_numbers(cls, said: Any) -> Any:
        """Accept a bare number, as in `nps: 40`, as an internal target."""
        if not isinstance(said, dict):
            return said
        return {name: one if isinstance(one, dict | Target) else {"target": one} for name, one in said.items()}

    def targets_for(self, edition: str) -> dict[str, float]:
        """Return the targets that an edition may see, by metric; a client sees only those agreed with clients."""
        seen = {name: one for name, one in self.targets.items() if edition == "internal" or one.agreed_with_client}
        return {name: one.target for name, one in seen.items()}

    def path(self, given: str | Path) -> Path:
        """Resolve a path in acctlib.yml relative to the file's own folder."""
        return (self.root / Path(given).expanduser()).resolve()

    def notebook(self, name: str) -> Path:
        """Return the firm's notebook with this file name, or the kit's if the firm has none."""
        own = self.path(self.notebooks) / name
        return own if own.is_file() else kit_folder("notebooks") / name


def find_config(start: Path | None = None) -> Path:
    """Find acctlib.yml in this folder or the nearest parent that has one."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return folder / FILE
    raise ConfigError(f"no {FILE} in {here} or above it: run from its folder, or give --config FILE")


_withheld = ""  # why this process may not access the firm's data; empty if it may


def deny_data_access(why: str = "") -> None:
    """Deny this process the firm's configuration and data from now on, with a reason; an empty reason lifts the ban."""
    global _withheld
    _withheld = why


def require_data_access(what: str) -> None:
    """Check that this process may access the firm's data.

    Raises
    ------
    NotHeldError
        Access is denied, as in the process that makes a client's report; the message states the reason.
    """
    if _withheld:
        raise NotHeldError(f"{what} cannot be opened here: {_withheld}")


def load_config(path: str | Path | None = None) -> Config:
    """Read a configuration; without a path, the one found in the working folder or its parents."""
    require_data_access("the firm's configuration")
    file = Path(path).resolve() if path else find_config()
    try:
        said = yaml_of(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{file}: there is no such file") from None
    except IsADirectoryError:
        raise ConfigError(f"{file}: this is a folder; name the file in it") from None
    except OSError as error:
        raise ConfigError(f"{file}: it cannot be opened: {error.strerror}") from None
    except ValueError as error:
        raise ConfigError(f"{file.name}: this is not YAML: {error}") from None
    if not isinstance(said, dict):
        raise ConfigError(f"{file.name}: expected keys and values, found {type(said).__name__}")
    try:
        said = expanded(said, file.name)
    except RecursionError:
        raise ConfigError(f"{file.name}: an alias (*name) refers to a value that contains it") from None
    if "root" in said:
        raise ConfigError(f"{file.name}: root: is the file's own folder and cannot be set")
    if "notebooks" in said and not (file.parent / Path(str(said["notebooks"])).expanduser()).is_dir():
        raise ConfigError(f"{file.name}: notebooks: there is no folder {said['notebooks']}")
    try:
        return Config.model_validate({**_of_today(said, file.name), "root": file.parent})
    except ValidationError as error:
        raise ConfigError(f"{file.name}: " + "; ".join(map(_told, error.errors()))) from None


def _of_today(said: dict[str, Any], file: str) -> dict[str, Any]:
    """Bring settings up to date: current names, and suppression thresholds raised to their minimums."""
    said = renamed(said, "key", file)
    targets, policy, sources = said.get("targets"), said.get("policy"), said.get("sources")
    if isinstance(sources, dict):
        said["sources"] = renamed(sources, "table", f"{file}: sources")
    if isinstance(targets, dict):
        said["targets"] = renamed(targets, "target", f"{file}: targets")
    if isinstance(policy, dict):
        said["policy"] = _raised(policy, file)
    return said


def _raised(policy: dict[str, Any], file: str) -> dict[str, Any]:
    least = {name: floor for name, floor in FLOORS.items() if type(policy.get(name)) is int and policy[name] < floor}
    for name, floor in least.items():
        notify(f"{file}: policy.{name}: {policy[name]} is below the minimum and read as {floor}")
    return {**policy, **least}


def yaml_of(text: str) -> Any:
    """Parse YAML, without tags and with few aliases; an empty document returns an empty dict.

    Raises
    ------
    ValueError
        The text is not valid YAML, has an invalid date such as 2026-99-99, or has too many or recursive aliases.
    """
    try:
        found = sum(isinstance(token, yaml.AliasToken) for token in yaml.scan(text))
        if found > ALIASES:
            raise ValueError(f"{found} aliases (*name); at most {ALIASES} are read")
        said = yaml.safe_load(text)
        if found:
            repr(said)  # a list that contains itself fails here, or is printed as "..."
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from None
    return said or {}


def expanded(said: Any, file: str) -> Any:
    """Fill in `${NAME}` and `${NAME:-default}` in values from the environment; keys are left unchanged."""
    if isinstance(said, dict):
        return {key: expanded(value, file) for key, value in said.items()}
    if isinstance(said, list):
        return [expanded(value, file) for value in said]
    return _VARIABLE.sub(lambda found: _variable(found, file), said) if isinstance(said, str) else said


def _variable(found: re.Match[str], file: str) -> str:
    value = os.environ.get(found["name"], found["otherwise"])
    if value is None:
        raise ConfigError(
            f"{file}: ${{{found['name']}}} is not set in the environment, and has no default (${{NAME:-default}})"
        )
    return value


def _told(error: Any) -> str:
    """One pydantic error in the user's terms, with the key that it concerns."""
    where = [str(part) for part in error["loc"]]
    if error["type"] == "extra_forbidden":
        *parents, unknown = where
        return f"{'.'.join(where)}: unknown key, {nearest(unknown, _keys_at(parents))}"
    message = error["msg"].removeprefix("Value error, ")
    return f"{'.'.join(where) or 'file'}: {message} (given: {error['input']!r})"[:400]


def _keys_at(parents: list[str]) -> list[str]:
    """The known keys at the place where an unknown one was found."""
    models: dict[str, type[BaseModel]] = {
        "sources": Source, "policy": Policy, "limits": Limits, "targets": Target,
    }  # fmt: skip
    model = models.get(parents[0] if parents else "", Config)
    return [key for key in model.model_fields if key != "root"]
