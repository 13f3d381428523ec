"""JUnit XML: a test suite a base, the verdict and each rule a test case, for any CI's test report."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from inspector import __version__
from inspector.compat.inspection import Finding, Inspection, Severity, Verdict
from inspector.compat.rules import registered
from inspector.report.printable import printable
from inspector.report.subject import adapter_name, base_names, subject

_FAULTY = (Verdict.FAILS, Verdict.INERT, Verdict.DEGRADED)


def render_junit(inspections: Sequence[Inspection]) -> str:
    """One `testsuite` a base.

    A verdict of fails, inert or degraded and every finding of severity error is a `failure`, a verdict of
    unknown an `error`, a rule that was not checked is `skipped` with the reason; warnings and notes stand in
    `system-out` of a case that passes. Raises UsageError as all reports do.
    """
    adapter = adapter_name(subject(inspections))
    suites = [
        _suite(inspection, f"{adapter} on {base}" if base else adapter)
        for inspection, base in zip(inspections, base_names(inspections), strict=True)
    ]
    root = Xml.Element("testsuites", {"name": "adapter-inspector", **_counts(suites)})
    root.extend(suites)
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _suite(inspection: Inspection, name: str) -> Xml.Element:
    cases = [_verdict_case(inspection, name)]
    found: dict[str, list[Finding]] = {}
    for finding in inspection.findings:
        found.setdefault(finding.rule, []).append(finding)
    skipped = {item.rule: f"Not checked: {item.why}" for item in inspection.not_checked}
    skipped |= {item.rule: f"{item.findings} found, {item.why}" for item in inspection.ignored}
    for entry in registered().values():
        case = Xml.Element("testcase", classname=name, name=f"{entry.id} {entry.name}")
        if entry.id in skipped:
            Xml.SubElement(case, "skipped", message=printable(skipped[entry.id]))
        else:
            _tell(case, found.get(entry.id, []))
        cases.append(case)
    suite = Xml.Element("testsuite", {"name": name, **_tally(cases)})
    suite.append(_properties(inspection))
    suite.extend(cases)
    return suite


def _verdict_case(inspection: Inspection, name: str) -> Xml.Element:
    case = Xml.Element("testcase", classname=name, name="verdict")
    verdict = inspection.verdict
    if verdict in _FAULTY or verdict is Verdict.UNKNOWN:
        outcome = Xml.SubElement(case, "failure" if verdict in _FAULTY else "error")
        outcome.set("type", verdict.value)
        outcome.set("message", printable(inspection.headline))
        outcome.text = printable(inspection.summary)
    return case


def _tell(case: Xml.Element, findings: Sequence[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    others = [finding for finding in findings if finding.severity is not Severity.ERROR]
    if errors:
        failure = Xml.SubElement(case, "failure", type=errors[0].name, message=printable(errors[0].message))
        failure.text = "\n".join(map(_paragraph, errors))
    if others:
        Xml.SubElement(case, "system-out").text = "\n".join(map(_paragraph, others))


def _paragraph(finding: Finding) -> str:
    parts = (f"{finding.severity.value}: {finding.message}", finding.where, finding.remedy)
    return "\n".join(printable(part) for part in parts if part)


def _properties(inspection: Inspection) -> Xml.Element:
    report = inspection.report
    values = {
        "tool": f"adapter-inspector {__version__}",
        "verdict": inspection.verdict.value,
        "evidence": report.evidence.value,
        "loader": f"{report.loader} {report.loader_version}".strip(),
    }
    element = Xml.Element("properties")
    for name, value in values.items():
        Xml.SubElement(element, "property", name=name, value=printable(value))
    return element


def _tally(cases: Sequence[Xml.Element]) -> dict[str, str]:
    count = {
        kind: sum(case.find(kind) is not None for case in cases) for kind in ("failure", "error", "skipped")
    }
    return {
        "tests": str(len(cases)),
        "failures": str(count["failure"]),
        "errors": str(count["error"]),
        "skipped": str(count["skipped"]),
    }


def _counts(suites: Sequence[Xml.Element]) -> dict[str, str]:
    names = ("tests", "failures", "errors", "skipped")
    return {name: str(sum(int(suite.get(name, "0")) for suite in suites)) for name in names}
