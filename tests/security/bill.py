"""The bill of materials: what is pinned, vendored and asked of the system, as CycloneDX."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.markers import Marker

from tests.named import ROOT

TARGET = ROOT / "build" / "sbom.json"
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+?)(?: ; (?P<marker>.+?))?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# Not pinned by us: the system decides the version.
SYSTEM = [ROOT / "tools" / f"packages-{part}.txt" for part in ("venv", "run")]
FONTS = ROOT / "static" / "fonts"
VENDORED = ROOT / "static" / "vendor"

Component = dict[str, Any]


def bill() -> dict[str, Any]:
    """The whole bill: the same for the same repository, whenever it is written."""
    components = [*libraries(), *vendored(), *fonts(), *system()]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": product()},
        "components": components,
        "dependencies": [
            {
                "ref": product()["bom-ref"],
                "dependsOn": [component["bom-ref"] for component in components],
            }
        ],
    }


def product() -> Component:
    """What the bill is of."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "type": "application",
        "bom-ref": project["name"],
        "name": project["name"],
        "version": project["version"],
        "description": project["description"],
    }


def libraries(lock: str = "requirements.lock") -> list[Component]:
    """Every pin of a lock, with its hashes and, where it is installed, its licence."""
    found = []
    for entry in (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        pin = PIN.match(entry.partition(" --hash")[0].rstrip())
        if pin is None:
            raise ValueError(f"not a pin: {entry}")
        purl = f"pkg:pypi/{pin['name']}@{pin['version']}"
        component: Component = {
            "type": "library",
            "bom-ref": purl,
            "name": pin["name"],
            "version": pin["version"],
            "purl": purl,
            "licenses": licence_of(pin["name"]),
            "properties": [
                *({"name": "hive:sha256", "value": each} for each in HASH.findall(entry)),
                *([{"name": "hive:marker", "value": pin["marker"]}] if pin["marker"] else []),
            ],
        }
        found.append(component)
    return found


def licence_of(name: str) -> list[dict[str, Any]]:
    """The licence that an installed library states, in its own words and in one line."""
    try:
        about = distribution(name).metadata
    except PackageNotFoundError:
        return []
    if stated := about.get("License-Expression"):
        return [{"expression": stated}]
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in about.get_all("Classifier", [])
        if line.startswith("License ::")
    ]
    stated = "; ".join(classifiers) or (about.get("License") or "").partition("\n")[0]
    return [{"license": {"name": stated}}] if stated else []


def vendored() -> list[Component]:
    """Every file that was taken over as it is, with its hash and the version its folder states."""
    versions = dict(re.findall(r"^## (\S+) (\S+) \(", readme_of(VENDORED), re.MULTILINE))
    licences = dict(re.findall(r"^## (\S+) \S+ \((\S+?),", readme_of(VENDORED), re.MULTILINE))
    return [
        file_component(
            path,
            name=path.parent.name,
            version=versions[path.parent.name],
            licence=licences[path.parent.name],
        )
        for path in sorted(VENDORED.rglob("*"))
        if path.suffix in (".js", ".css")
    ]


def fonts() -> list[Component]:
    """The fonts that were cut from others, under the licence beside them."""
    version = re.search(r"Noto Sans CJK ([\d.]+)", readme_of(FONTS))
    if version is None:
        raise ValueError("the fonts do not state what they were cut from")
    return [
        file_component(path, name="hive-fonts", version=version[1], licence="OFL-1.1")
        for path in sorted(FONTS.iterdir())
        if path.suffix in (".otf", ".woff2")
    ]


def file_component(path: Path, *, name: str, version: str, licence: str) -> Component:
    """One file of ours that others made."""
    where = path.relative_to(ROOT).as_posix()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {
        "type": "file",
        "bom-ref": f"file:{where}",
        "name": where,
        "version": version,
        "group": name,
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "licenses": [{"license": {"id": licence}}],
    }


def system() -> list[Component]:
    """The packages that are asked of Debian, by name: the machine's own version is installed."""
    return [
        {"type": "library", "bom-ref": f"pkg:deb/debian/{name}", "name": name,
         "purl": f"pkg:deb/debian/{name}"}
        for packages in SYSTEM
        for name in packages.read_text(encoding="utf-8").split()
    ]  # fmt: skip


def applies_here(component: Component) -> bool:
    """Whether a pin is for this Python and this system."""
    markers = [each["value"] for each in component["properties"] if each["name"] == "hive:marker"]
    return all(Marker(marker).evaluate() for marker in markers)


def readme_of(folder: Path) -> str:
    """What a folder says of its files."""
    return (folder / "README.md").read_text(encoding="utf-8")


def main() -> None:
    """Write the bill."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(bill(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
