"""What the product is made of: the bill names all of it, and nothing is below its floor."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.named import ROOT
from tests.security import bill
from tests.security.bill import Component

FLOORS = tomllib.loads((ROOT / "tests" / "security" / "floors.toml").read_text(encoding="utf-8"))
# What a virtual environment brings along.
ENVIRONMENT = {"pip", "setuptools", "wheel"}
# Which libraries the promises name, with the least that they say.
PROMISED = {"django": "5.2.16", "weasyprint": "70.0"}


def named(components: list[Component]) -> dict[str, set[str]]:
    """The versions of each library."""
    found: dict[str, set[str]] = {}
    for component in components:
        found.setdefault(canonicalize_name(component["name"]), set()).add(component["version"])
    return found


def installed() -> dict[str, str]:
    return {canonicalize_name(each.name): each.version for each in distributions()}


def test_the_bill_names_all_that_is_pinned() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^(\S+)==(\S+)", text, re.MULTILINE)

    libraries = bill.libraries()

    assert [(each["name"], each["version"]) for each in libraries] == pins
    assert [each["name"] for each in libraries if not each["properties"]] == []
    hashes = [part for each in libraries for part in each["properties"]]
    assert [part["value"] for part in hashes if part["name"] == "hive:sha256"] == (
        bill.HASH.findall(text)
    )


def test_the_bill_names_every_file_of_others_and_every_package_of_the_system() -> None:
    others = {
        path.relative_to(ROOT).as_posix()
        for folder in (bill.VENDORED, bill.FONTS)
        for path in folder.rglob("*")
        if path.suffix in (".js", ".css", ".otf", ".woff2")
    }
    files = bill.vendored() + bill.fonts()

    assert {each["name"] for each in files} == others
    assert len(others) > 10
    # The notes beside the files state the same hashes.
    stated = set(re.findall(r"`([0-9a-f]{64})`", bill.readme_of(bill.VENDORED)))
    assert {each["hashes"][0]["content"] for each in bill.vendored()} == stated
    packages = {name for each in bill.SYSTEM for name in each.read_text().split()}
    assert {each["name"] for each in bill.system()} == packages


def test_what_is_installed_is_what_the_bill_names() -> None:
    here = named([each for each in bill.libraries() if bill.applies_here(each)])
    versions = installed()
    for_tests = named(bill.libraries("requirements-bench.lock"))

    assert {name: {versions.get(name)} for name in here} == here
    assert set(versions) - set(for_tests) - ENVIRONMENT == set()


def test_every_library_states_its_licence() -> None:
    silent = [
        each["name"]
        for each in bill.libraries()
        if bill.applies_here(each) and not each["licenses"]
    ]

    assert silent == []


def test_the_bill_is_built_as_cyclonedx_asks() -> None:
    whole = bill.bill()
    references = [each["bom-ref"] for each in whole["components"]]

    assert (whole["bomFormat"], whole["specVersion"], whole["version"]) == ("CycloneDX", "1.5", 1)
    assert len(set(references)) == len(references)
    assert set(whole["dependencies"][0]["dependsOn"]) == set(references)
    for each in whole["components"]:
        assert each["type"] in {"library", "file"}
        assert each["name"]
        for licence in each.get("licenses", ()):
            assert set(licence) in ({"expression"}, {"license"})
        for hashed in each.get("hashes", ()):
            assert re.fullmatch(r"[0-9a-f]{64}", hashed["content"])
            assert hashed["alg"] == "SHA-256"


def test_the_bill_is_the_same_each_time_and_can_be_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(bill, "TARGET", tmp_path / "build" / "sbom.json")

    bill.main()
    first = bill.TARGET.read_bytes()
    bill.main()

    assert bill.TARGET.read_bytes() == first
    assert json.loads(first) == bill.bill()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_no_pin_is_below_its_floor(lock: str) -> None:
    pins = named(bill.libraries(lock))
    low = [
        (name, version)
        for name, stated in FLOORS.items()
        for version in pins[name]
        if Version(version) < Version(stated["floor"])
    ]

    assert low == []


def test_floors_are_those_that_were_promised_and_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [Requirement(line) for line in project["dependencies"]]
    lower = {
        canonicalize_name(each.name): min(
            Version(part.version) for part in each.specifier if part.operator in (">=", "==")
        )
        for each in asked
    }

    for name, version in PROMISED.items():
        assert Version(FLOORS[name]["floor"]) >= Version(version)
    for name, stated in FLOORS.items():
        assert lower[name] >= Version(stated["floor"]), name
        assert stated["why"]
