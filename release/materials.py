"""The software bill of materials and the pins, from what is installed: ``make sbom pins``.

The bill is CycloneDX 1.6 as JSON: every distribution that auditor's own dependencies (and the
extras asked for) pull in, with version, licence, package URL and who needs whom. Nothing is asked
of the network; ``pip-audit -r constraints.txt`` asks it about known vulnerabilities.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
NAME = "auditor"


def project() -> dict[str, Any]:
    """The ``[project]`` table."""
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def declared(extras: Iterable[str] = ()) -> list[Requirement]:
    """Requirements of the package and of its extras; an extra that names extras is unfolded."""
    table = project()
    found = [Requirement(line) for line in table["dependencies"]]
    for extra in extras:
        for line in table["optional-dependencies"][extra]:
            requirement = Requirement(line)
            if canonicalize_name(requirement.name) == NAME:
                found += declared(requirement.extras)[len(table["dependencies"]) :]
            else:
                found.append(requirement)
    return found


def closure(requirements: Iterable[Requirement]) -> dict[str, tuple[Distribution, tuple[str, ...]]]:
    """Name → distribution and what it needs itself, over everything that is pulled in.

    ``SystemExit`` names what is required and not installed.
    """
    found: dict[str, tuple[Distribution, tuple[str, ...]]] = {}
    todo = [(canonicalize_name(r.name), frozenset(r.extras)) for r in requirements if _applies(r)]
    while todo:
        name, extras = todo.pop()
        if name in found:
            continue
        try:
            dist = distribution(name)
        except PackageNotFoundError:
            raise SystemExit(f"{name} is required and not installed") from None
        needs = [r for r in map(Requirement, dist.requires or ()) if _applies(r, extras)]
        found[name] = (dist, tuple(sorted({canonicalize_name(r.name) for r in needs})))
        todo += [(canonicalize_name(r.name), frozenset(r.extras)) for r in needs]
    return dict(sorted(found.items()))


def _applies(requirement: Requirement, extras: Iterable[str] = ()) -> bool:
    if requirement.marker is None:
        return True
    environment = {key: str(value) for key, value in default_environment().items()}
    return any(
        requirement.marker.evaluate({**environment, "extra": extra}) for extra in ("", *extras)
    )


def bill(extras: Iterable[str] = ()) -> dict[str, Any]:
    """The bill of materials; equal environments give equal bills."""
    direct = declared(extras)
    parts = closure(direct)
    version = distribution(NAME).version
    root = f"pkg:pypi/{NAME}@{version}"
    refs = {name: f"pkg:pypi/{name}@{dist.version}" for name, (dist, _) in parts.items()}
    top = sorted({refs[canonicalize_name(r.name)] for r in direct if _applies(r)})
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": NAME,
                "version": version,
                "licenses": [{"license": {"id": project()["license"]}}],
                "purl": root,
            }
        },
        "components": [_component(refs[name], dist) for name, (dist, _) in parts.items()],
        "dependencies": [
            {"ref": root, "dependsOn": top},
            *(
                {"ref": refs[name], "dependsOn": [refs[need] for need in needs]}
                for name, (_, needs) in parts.items()
            ),
        ],
    }


def _component(ref: str, dist: Distribution) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": ref,
        "name": dist.name,
        "version": dist.version,
        "purl": ref,
    }
    licence = _licence(dist.metadata.json)
    return {**found, "licenses": [licence]} if licence else found


def _licence(metadata: Mapping[str, Any]) -> dict[str, Any] | None:
    """The expression, else the classifier, else a short licence field."""
    expression = metadata.get("license_expression")
    if expression:
        return {"expression": str(expression)}
    classifiers = [c for c in metadata.get("classifier", ()) if c.startswith("License :: ")]
    names = [c.rsplit(" :: ", 1)[-1] for c in classifiers]
    name = next((n for n in names if n != "OSI Approved"), None) or metadata.get("license")
    if not name:
        return None
    return {"license": {"name": re.sub(r"\s+", " ", str(name))[:80]}}


def pins(extras: Iterable[str] = ()) -> str:
    """``constraints.txt``: every distribution of the closure at its installed version."""
    parts = closure(declared(extras))
    return "".join(f"{name}=={dist.version}\n" for name, (dist, _) in parts.items())


def faults(extras: Iterable[str] = ()) -> list[str]:
    """What is wrong with requirements and installed versions, a sentence each.

    Every requirement has a lower bound, and the installed version fits; so does that of everything
    that is pulled in.
    """
    direct = declared(extras)
    found = [
        f"{r.name} has no lower bound"
        for r in direct
        if not any(s.operator in (">=", "~=", "==") for s in r.specifier)
    ]
    for owner, needs in _needs(direct):
        for r in needs:
            installed = distribution(canonicalize_name(r.name)).version
            if not r.specifier.contains(installed, prereleases=True):
                found.append(f"{owner} wants {r.name}{r.specifier}, installed is {installed}")
    return found


def _needs(direct: list[Requirement]) -> list[tuple[str, list[Requirement]]]:
    parts = closure(direct)
    found = [(NAME, [r for r in direct if _applies(r)])]
    for name, (dist, _) in parts.items():
        requirements = map(Requirement, dist.requires or ())
        found.append((name, [r for r in requirements if _applies(r)]))
    return found


def main(arguments: list[str] | None = None) -> int:
    """Write the bill or the pins; the status says whether there are faults."""
    parser = argparse.ArgumentParser(description="Bill of materials and pins")
    parser.add_argument("what", choices=("sbom", "pins", "check"))
    parser.add_argument("--extra", action="append", default=[])
    parser.add_argument("--out", type=Path)
    given = parser.parse_args(arguments)
    if given.what == "check":
        wrong = faults(given.extra)
        print("\n".join(wrong) or "every requirement is bounded, every installed version fits")
        return 1 if wrong else 0
    text = pins(given.extra)
    if given.what == "sbom":
        text = json.dumps(bill(given.extra), ensure_ascii=False, indent=1) + "\n"
    if given.out is None:
        print(text, end="")
    else:
        given.out.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
