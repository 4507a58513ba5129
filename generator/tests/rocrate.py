# SPDX-License-Identifier: ISC
"""RO-Crate 1.2, read anew from its specification: what a crate's metadata MUST and SHOULD be."""

import hashlib
import json
import re
from urllib.parse import unquote

DESCRIPTOR = "ro-crate-metadata.json"
PREVIEW = "ro-crate-preview.html"
CONTEXT = "https://w3id.org/ro/crate/1.2/context"
SPECIFICATION = "https://w3id.org/ro/crate/1.2"
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
MEDIA = re.compile(r"\w*/\w[\w.-]*(\+\w[\w.-]*)?(;\w+=[^;]+)*$")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


def listed(value):
    return value if isinstance(value, list) else [] if value is None else [value]


class Crate:
    """`files`: what stands in the crate's folder, by name. `must` and `should` are the faults found, as words."""

    def __init__(self, files):
        self.files = files
        self.must, self.should = [], []
        self.graph = []
        try:
            document = json.loads(files[DESCRIPTOR].decode("utf-8"))
        except (KeyError, ValueError) as error:
            self.must.append(f"no {DESCRIPTOR} that is JSON: {error}")
            return
        self.need(set(document) == {"@context", "@graph"} and document["@context"] == CONTEXT, "context and graph, and nothing else")
        self.graph = document["@graph"]
        self.entities = {entity.get("@id"): entity for entity in self.graph}
        self.need(len(self.entities) == len(self.graph) and None not in self.entities, "each entity has an @id of its own")
        self.read_root()
        self.read_entities()
        self.read_data()
        self.read_people()
        self.read_programs()
        self.need("<!doctype html" in files.get(PREVIEW, b"").decode("utf-8").lower(), "the preview is HTML 5")

    def need(self, truth, words):
        if not truth:
            self.must.append(words)

    def want(self, truth, words):
        if not truth:
            self.should.append(words)

    def refs(self, entity, key):
        return [value["@id"] for value in listed(entity.get(key)) if isinstance(value, dict)]

    def linked(self, entity, key):
        return [self.entities.get(name, {}) for name in self.refs(entity, key)]

    def is_a(self, entity, *types):
        return any(kind in types for kind in listed(entity.get("@type")))

    def read_root(self):
        descriptor = self.entities.get(DESCRIPTOR, {})
        self.need(self.is_a(descriptor, "CreativeWork"), "a descriptor, which is a CreativeWork")
        self.need(self.refs(descriptor, "about") == ["./"], "the descriptor is about the root")
        self.want(not isinstance(descriptor.get("conformsTo"), list), "the descriptor conforms to one specification")
        self.need(self.refs(descriptor, "conformsTo") == [SPECIFICATION], "the descriptor conforms to RO-Crate 1.2")
        root = self.root = self.entities.get("./", {})
        self.need(self.is_a(root, "Dataset"), "the root is a Dataset")
        for key in ("name", "description", "datePublished"):
            self.need(isinstance(root.get(key), str) and root[key], f"the root has one {key}")
        self.need(DAY.match(root.get("datePublished", "")), "datePublished is a day")
        self.need("license" in root, "the root has a license")
        licences = self.linked(root, "license")
        self.want(licences and all(self.is_a(licence, "CreativeWork") for licence in licences), "the license is an entity")
        self.want(all(licence.get("name") and licence.get("description") for licence in licences), "a license has name and description")
        authors = self.linked(root, "author")
        self.want(authors and all(self.is_a(author, "Person", "Organization") for author in authors), "an author")
        self.want([self.is_a(publisher, "Organization") for publisher in self.linked(root, "publisher")] == [True], "one publisher, an Organization")
        self.need(all(self.is_a(publisher, "Organization", "Person") for publisher in self.linked(root, "publisher")), "who publishes is a person or an organisation")
        self.want(any(self.is_a(contact, "ContactPoint") for key in ("author", "publisher") for party in self.linked(root, key)
                      for contact in self.linked(party, "contactPoint")), "author or publisher have a contactPoint")
        self.need(SPECIFICATION.rpartition("/")[0] not in self.refs(root, "conformsTo"), "the root conforms to no specification without a version")
        for identifier in self.linked(root, "identifier"):
            self.want(self.is_a(identifier, "PropertyValue"), "identifiers are PropertyValues")
            self.need(identifier.get("value"), "a PropertyValue has a value")

    def read_entities(self):
        referred = {DESCRIPTOR, "./"}
        for entity in self.graph:
            name = entity["@id"]
            self.need("@type" in entity, f"{name} has a type")
            self.want(isinstance(entity.get("name"), str) and entity["name"], f"{name} has a name")
            self.want("../" not in name and not re.search("%[89A-Fa-f][0-9A-Fa-f]", name), f"{name}: the form of its @id")
            if not self.is_a(entity, "File", "Dataset") and name != DESCRIPTOR:
                self.want(name.startswith("#") or ABSOLUTE.match(name), f"{name}: an address or begins with #")
            for key, value in entity.items():
                self.want(not isinstance(value, list) or len(value) > 1, f"{name}: {key} is a list of one")
                for member in listed(value):
                    if not isinstance(member, dict):
                        continue
                    self.need(set(member) == {"@id"}, f"{name}: {key} is flattened")
                    referred.add(member["@id"])
                    known = member["@id"] in self.entities or member["@id"] in (SPECIFICATION,)
                    self.want(known, f"{name}: {key} refers to {member['@id']}, which is not described")
        for name in self.entities:
            self.want(name in referred, f"nothing refers to {name}")

    def read_data(self):
        reached, waiting = set(), ["./"]
        while waiting:
            for name in self.refs(self.entities.get(waiting.pop(), {}), "hasPart"):
                if name not in reached:
                    reached.add(name)
                    waiting.append(name)
        for name, entity in self.entities.items():
            if name == "./" or not self.is_a(entity, "File", "Dataset"):
                continue
            self.need(name in reached, f"{name} is part of the root")
            self.need(not re.search(r"[\s\\]", name), f"{name} is an address")
            self.want(entity.get("description"), f"{name} has a description")
            self.want(all(self.is_a(licence, "CreativeWork") and licence.get("description") for licence in self.linked(entity, "license"))
                      and all(isinstance(value, dict) for value in listed(entity.get("license"))), f"{name}: its license is an entity")
            self.need(all(ABSOLUTE.match(work) for work in self.refs(entity, "citation")), f"{name} cites an address")
            self.want(all(self.is_a(author, "Person", "Organization") for author in self.linked(entity, "author")), f"{name}: its author is an entity")
            path = unquote(name)
            if self.is_a(entity, "Dataset"):
                self.want(name.endswith("/") and self.refs(entity, "hasPart"), f"{name} ends in / and has parts")
                self.need(any(file.startswith(path) for file in self.files), f"{name} is there")
                continue
            self.need(path in self.files, f"{name} is there")
            data = self.files.get(path, b"")
            self.want(MEDIA.match(entity.get("encodingFormat", "")), f"{name}: encodingFormat {entity.get('encodingFormat')!r}")
            self.need(entity.get("contentSize") == str(len(data)), f"{name}: its size")
            self.need(entity.get("sha256") == hashlib.sha256(data).hexdigest(), f"{name}: its digest")

    def read_programs(self):
        for name, entity in self.entities.items():
            if self.is_a(entity, "SoftwareSourceCode"):
                self.need(self.is_a(entity, "File"), f"{name}, a script, is a File")
                self.want([self.is_a(language, "ComputerLanguage") for language in self.linked(entity, "programmingLanguage")] == [True],
                          f"{name} has a programmingLanguage that is an entity")
            if self.is_a(entity, "SoftwareApplication"):
                self.want(entity.get("version") or entity.get("softwareVersion"), f"{name} has a version")
            if self.is_a(entity, "CreateAction", "UpdateAction"):
                self.want(self.refs(entity, "instrument") and self.refs(entity, "result") and self.refs(entity, "object"),
                          f"{name} has an instrument, objects and results")
                self.need(all(one in self.entities for key in ("instrument", "result", "object") for one in self.refs(entity, key)),
                          f"{name} is about what is described")
            for thumbnail in self.linked(entity, "thumbnail"):
                self.need(self.is_a(thumbnail, "File"), f"{name}: its thumbnail is a File")

    def read_people(self):
        for name, entity in self.entities.items():
            if self.is_a(entity, "Organization"):
                self.want(entity.get("url"), f"{name} has a url")
            if self.is_a(entity, "Person") and name in self.refs(self.root, "author"):
                self.want(any(self.is_a(of, "Organization") for of in self.linked(entity, "affiliation")), f"{name} has an affiliation")
