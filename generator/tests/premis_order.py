# SPDX-License-Identifier: ISC
"""The part of the PREMIS 3.0 schema that the dossiers' premis.xml keeps to: which elements hold which, in what order.

Neither Debian nor npm has the schema itself: this is a hand-made reading of it."""

NAMESPACE = "{http://www.loc.gov/premis/v3}"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def identifier(name):
    return {name: ((name + "Type", 1, 1), (name + "Value", 1, 1))}


# Each element's children in order: name, the fewest, the most (None: any).
CONTENT = {
    "premis": (("object", 1, None), ("event", 0, None), ("agent", 0, None), ("rights", 0, None)),
    "object/intellectualEntity": (("objectIdentifier", 1, None), ("significantProperties", 0, None), ("originalName", 0, 1), ("relationship", 0, None),
                                  ("linkingEventIdentifier", 0, None), ("linkingRightsStatementIdentifier", 0, None)),
    "object/file": (("objectIdentifier", 1, None), ("significantProperties", 0, None), ("objectCharacteristics", 1, None), ("originalName", 0, 1),
                    ("storage", 0, None), ("relationship", 0, None), ("linkingEventIdentifier", 0, None),
                    ("linkingRightsStatementIdentifier", 0, None)),
    "significantProperties": (("significantPropertiesType", 0, 1), ("significantPropertiesValue", 0, 1)),
    "objectCharacteristics": (("compositionLevel", 0, 1), ("fixity", 0, None), ("size", 0, 1), ("format", 1, None)),
    "fixity": (("messageDigestAlgorithm", 1, 1), ("messageDigest", 1, 1), ("messageDigestOriginator", 0, 1)),
    "format": (("formatDesignation", 1, 1), ("formatNote", 0, None)),
    "formatDesignation": (("formatName", 1, 1), ("formatVersion", 0, 1)),
    "relationship": (("relationshipType", 1, 1), ("relationshipSubType", 1, 1), ("relatedObjectIdentifier", 0, None)),
    "event": (("eventIdentifier", 1, 1), ("eventType", 1, 1), ("eventDateTime", 1, 1), ("eventDetailInformation", 0, None),
              ("eventOutcomeInformation", 0, None), ("linkingAgentIdentifier", 0, None), ("linkingObjectIdentifier", 0, None)),
    "eventDetailInformation": (("eventDetail", 0, 1),),
    "eventOutcomeInformation": (("eventOutcome", 0, 1), ("eventOutcomeDetail", 0, None)),
    "eventOutcomeDetail": (("eventOutcomeDetailNote", 0, 1),),
    "linkingAgentIdentifier": (("linkingAgentIdentifierType", 1, 1), ("linkingAgentIdentifierValue", 1, 1), ("linkingAgentRole", 0, None)),
    "linkingObjectIdentifier": (("linkingObjectIdentifierType", 1, 1), ("linkingObjectIdentifierValue", 1, 1), ("linkingObjectRole", 0, None)),
    "agent": (("agentIdentifier", 1, None), ("agentName", 0, None), ("agentType", 0, 1), ("agentVersion", 0, 1), ("agentNote", 0, None)),
    "rights": (("rightsStatement", 1, None),),
    "rightsStatement": (("rightsStatementIdentifier", 1, 1), ("rightsBasis", 1, 1), ("licenseInformation", 0, 1), ("otherRightsInformation", 0, 1),
                        ("linkingObjectIdentifier", 0, None), ("linkingAgentIdentifier", 0, None)),
    "licenseInformation": (("licenseDocumentationIdentifier", 0, None), ("licenseTerms", 0, 1), ("licenseNote", 0, None)),
    "otherRightsInformation": (("otherRightsBasis", 1, 1), ("otherRightsNote", 0, None)),
    **identifier("objectIdentifier"), **identifier("relatedObjectIdentifier"), **identifier("eventIdentifier"), **identifier("agentIdentifier"),
    **identifier("rightsStatementIdentifier"), **identifier("licenseDocumentationIdentifier"),
}


def problems(root):
    """What is wrong, as words."""
    names = set()
    for element in root.iter():
        name = element.tag.replace(NAMESPACE, "")
        kind = f"{name}/{element.get(XSI_TYPE)}" if element.get(XSI_TYPE) else name
        children = [child.tag.replace(NAMESPACE, "") for child in element]
        if kind not in CONTENT:
            if children or not (element.text or "").strip():
                yield f"{kind} holds {children or 'nothing'}"
            continue
        wanted = [part for part, _, _ in CONTENT[kind]]
        if sorted(children, key=lambda child: wanted.index(child) if child in wanted else -1) != children or set(children) - set(wanted):
            yield f"{kind} holds {children}"
        for part, fewest, most in CONTENT[kind]:
            if not fewest <= children.count(part) <= (most or len(children)):
                yield f"{kind} holds {children.count(part)} of {part}"
        if name in ("objectIdentifier", "agentIdentifier"):
            names.add(tuple(child.text for child in element))
    if root.get("version") != "3.0":
        yield "its version is not 3.0"
    for element in root.iter():
        if element.tag.replace(NAMESPACE, "") in ("relatedObjectIdentifier", "linkingObjectIdentifier", "linkingAgentIdentifier"):
            if tuple(child.text for child in list(element)[:2]) not in names:
                yield f"nothing is called {[child.text for child in element]}"
