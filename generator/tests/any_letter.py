# SPDX-License-Identifier: ISC
"""A dossier made up from a random generator: a letter that mixes all constructs, metadata with odd texts, enclosures of
all kinds, settings at their extremes. With the letter goes the text that it says, known from how it was made."""

import json
import os
import re

import any_picture
import foreign
import rasters
import support

WORDS = {
    "en": "office affluent the of fjord Baku Naïve 1,978 “quoted” 12-14 — § fi ffl VAT Te AWAY and".split(),
    "az": "Azərbaycan Respublikasının Xarici İşlər ığdır şəhəri".split(),
    "de": "Straße Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft über".split(),
    "ru": "Жизнь и судьба Министерство ёлка".split(),
    "el": "Ωμέγα Ἐν ἀρχῇ λόγος Σημαντικό".split(),
    "hy": "Նամակ Հայաստան մեծ".split(),
    "ka": "წერილი საქართველო".split(),
    "ar": "السلام عليكم لا إله رسالة".split(),
    "he": "שלום עולם מכתב".split(),
    "hi": "नमस्ते क्षत्रिय पत्र".split(),
    "th": "จดหมาย ภาษาไทย".split(),
    "zh-Hans": "外交部长 联合国 信件".split(),
    "ja": "外務大臣 の 書簡 ガ".split(),
    "ko": "외교부 장관 서한".split(),
    "bn": "আনুষ্ঠানিক চিঠি ক্ষেত্র".split(),
}
LATIN = "en az de ru el".split()
# Characters that are easily lost, doubled or told wrongly; most have a face.
ODD = ("e\u0301 o\u0302\u0323 a\u0300\u0301\u0302 \u00e9 \u1ee9 x\u034fy so\u00adft non\u2011breaking hy\u2010phen a\u00a0b a\u202fb a\u2009b "
       "zero\u200bwidth join\u2060er a\u200db a\u200cb \u2764\ufe0e \u2122 \ufb01 \u00bd \u2116 \u25cb \u2605 \u00b2 \u2044 \u2212 "
       "\U0001d400\U0001d7d8 \U0001f600 \U0001f1e6\U0001f1ff 1\u20e3 \u00b5 \u03bc \u2126 \u03a9 \u212b \u00c5 K \u212a \u0345 "
       "\u0130i\u0131I \u01c4 \u1e9e \u017f \u2028 \u3000 \uff21 \ufeffx \u00ad \u2067x \u0378 \ue000 \ufffd \ufffc "
       "\U000f0001 \ufffe \U0001fffe \x7f \x85 \x1b \x0b \x0c \x00 \u1d2b \u0e33 \ufdfa \u06dd \u0600 \u070f \u180e "
       "\u115f\u1161 \uffa0 \u3164 \ua66f").split(" ")
# Those of them that are refused end a dossier: they are rare.
REFUSED = set("\U0001f1e6\U0001f1ff \u180e \ua66f \ufeffx \u2067x \u0378 \ue000 \U000f0001 \ufffe \U0001fffe \x7f \x85 \x1b \x0b \x0c \x00".split(" "))
ALT_WORDS = ["The seal", "a (picture)", "back\\\\slash", "Ə ə", "שלום", "“quoted”", "a & b < c"]


class Letter:
    """Makes Markdown; `text` and `notes` keep what it says."""

    def __init__(self, random, languages, enclosures):
        self.random = random
        self.languages = languages
        self.enclosures = enclosures
        self.odd = random.choice((0, 0, 0, 0.02, 0.1))
        self.refused = random.random() < 0.02
        self.text = []
        self.notes = []
        self.definitions = []
        self.pictures = {}
        self.addresses = 0

    def say(self, text):
        self.text.append(text)
        return text

    # ------------------------------------------------------------ Inline

    def word(self, languages=None):
        random = self.random
        if random.random() < self.odd:
            word = random.choice(ODD)
            while word in REFUSED and not self.refused:
                word = random.choice(ODD)
        else:
            language = random.choice(languages or [self.languages[0]] * 8 + self.languages + LATIN)
            word = random.choice(WORDS.get(language, WORDS["en"]))
        self.say(word)
        return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", word)

    def words(self, most=12, languages=None):
        return " ".join(self.word(languages) for _ in range(self.random.randint(1, most)))

    def plain(self):
        """A word that opens and closes emphasis on whichever side it stands."""
        return self.say(self.random.choice(("one", "two", "three", "Four", "x")))

    def enclosed(self, sign, depth, links):
        return sign + self.plain() + " " + self.inline(depth + 1, links) + " " + self.plain() + sign

    def link(self, depth):
        kind = self.random.randrange(4)
        target = f"https://example.org/{'a-long-path/' * self.random.choice((0, 0, 1, 9))}?a=(b)&c={self.random.randrange(99)}"
        if kind == 0 and self.enclosures:
            enclosure, pages = self.random.choice(self.enclosures)
            page = f"/{self.random.randint(1, pages)}" if pages and self.random.random() < 0.5 else ""
            return f"[{self.plain()} {self.inline(depth + 1, False)}](enclosure:{enclosure}{page})"
        if kind == 1:
            return f"<{self.say(target)}>"
        if kind == 2:
            return f"[{self.plain()} {self.inline(depth + 1, False)}](mailto:a.b@example.org \"ti\\\"tle (x\")"
        return f"[{self.inline(depth + 1, False)}](<{target}>)"

    def code(self):
        words = self.random.choice(("a  b", "x_y*z", "<tag>", "&amp;", "\\(", "if (a[0]) { b; }", "é\u0301", "-", "{{x}}", "- " * 40))
        self.say(words)
        return f"`{words.strip()}`"

    def language(self, depth):
        tag = self.random.choice(self.languages)
        return f"<!-- language {tag} -->{self.plain()} {self.inline(depth + 1, False, [tag])}<!-- /language -->"

    def note(self, depth):
        """A note of its own; what it says is kept apart."""
        if depth > 1 or len(self.definitions) > 40:
            return self.plain()
        number = len(self.definitions)
        self.definitions.append("")
        outer, self.text = self.text, []
        if self.random.random() < 0.7:
            content = self.plain() + " " + self.inline(depth + 2)
        else:
            content = self.blocks(3, 2).lstrip("\n")
            if not content.strip() or content[0] in " \t<-|>#`~1*":
                content = self.plain_first(content)
        self.notes.append("".join(self.text))
        self.text = outer
        self.definitions[number] = f"[^n{number}]: " + content.replace("\n", "\n    ").rstrip() + "\n"
        return f"[^n{number}]"

    def plain_first(self, content):
        self.text.insert(0, "Note")
        return "Note\n\n" + content

    def picture(self):
        name = f"p{len(self.pictures)}." + self.random.choice(("png", "jpg"))
        make = any_picture.png if name.endswith("png") else any_picture.jpeg
        data = make(self.random)
        if name.endswith("jpg") and self.random.random() < 0.9:
            while b"\xff\xda\x0c\x04" in data or b"\x0e\x04" in data:  # four colours are refused
                data = make(self.random)
        self.pictures[name] = data
        return f"![{self.random.choice(ALT_WORDS)}](pictures/{name})"

    def inline(self, depth=0, links=True, languages=None):
        random = self.random
        parts = []
        for _ in range(random.choice((1, 1, 2, 3, 5)) if depth else random.randint(1, 6)):
            kind = random.random()
            if kind < 0.55 or depth > 4:
                parts.append(self.words(languages=languages))
            elif kind < 0.75:
                parts.append(self.enclosed((("*", "_"), ("**", "__"))[random.random() < 0.5][depth % 2], depth, links))
            elif kind < 0.78:
                parts.append(self.enclosed("~~", 9, False))
            elif kind < 0.82:
                parts.append(self.code())
            elif kind < 0.87 and links:
                parts.append(self.link(depth))
            elif kind < 0.90 and links:
                parts.append(self.plain() + self.note(depth))
            elif kind < 0.93 and depth < 3:
                parts.append(self.plain() + " " + self.language(depth) + " " + self.plain())
            elif kind < 0.94:
                parts.append(self.plain() + " <!-- page break --> " + self.plain())
            elif kind < 0.95 and links:
                parts.append(self.plain() + " " + self.picture())
            else:
                parts.append(self.plain())
        return " ".join(parts)

    # ------------------------------------------------------------ Blocks

    def paragraph(self):
        first = self.plain()
        lines = [first + " " + self.inline()]
        for _ in range(self.random.choice((0, 0, 0, 1, 2))):
            lines.append(self.plain() + " " + self.inline())
        return self.random.choice(("\n", "  \n", "\\\n")).join(lines)

    def heading(self):
        level = self.random.randint(1, 6)
        if self.random.random() < 0.05:
            return "#" * level
        first = self.plain()
        words = first + " " + (self.inline(2) if self.random.random() < 0.5 else self.words(4))
        if level < 3 and self.random.random() < 0.3:
            return words + "\n" + "=-"[level - 1] * 5
        return "#" * level + " " + words

    def listing(self, depth):
        random = self.random
        ordered = random.random() < 0.5
        number = random.choice((0, 1, 1, 7, 999999990))
        sign = random.choice(".)" if ordered else "-+*")
        task = not ordered and random.random() < 0.2
        loose = random.random() < 0.4
        items = []
        for i in range(random.randint(1, 5)):
            mark = f"{number + i}{sign} " if ordered else f"{sign} "
            if random.random() < 0.05 and items:
                content = ""
            elif task:
                content = random.choice(("[ ] ", "[x] ")) + self.plain() + " " + self.words(4)
            elif random.random() < 0.5 or depth > 4:
                content = self.plain() + " " + self.inline(1)
            else:
                content = self.plain() + "\n\n" + self.blocks(depth + 1, 2)
            items.append((mark + content.replace("\n", "\n" + " " * len(mark))).rstrip() + "\n")
        return ("\n" if loose else "").join(items)

    def quotation(self, depth):
        return "> " + self.blocks(depth + 1, 3).replace("\n", "\n> ")

    def code_block(self):
        lines = []
        for _ in range(self.random.randint(0, 6)):
            lines.append(self.random.choice(("", "\tint x;", "a  b\tc", "* not a list *", "<b>&amp;</b>", "(\\)", "é e\u0301",
                                             "x" * 200, "    deep", "- " * 70, "\u2500\u2502 \u00a0 \u2603")))
        self.say("".join(lines))
        if self.random.random() < 0.5 and lines and lines[0].strip() and lines[-1].strip():
            return "\n".join("    " + line for line in lines)
        fence = self.random.choice(("````", "~~~~"))
        return fence + self.random.choice(("", "c", "a (b")) + "\n" + "".join(line + "\n" for line in lines) + fence

    def table(self):
        columns = self.random.choice((1, 2, 2, 3, 5))
        def row():
            return "| " + " | ".join("" if self.random.random() < 0.1 else self.plain() + " " + (
                self.inline(2) if self.random.random() < 0.4 else self.words(3)) for _ in range(columns)) + " |"
        head = row()
        rule = "|" + "|".join(self.random.choice(("---", ":--", "--:", ":-:")) for _ in range(columns)) + "|"
        return "\n".join([head, rule] + [row() for _ in range(self.random.choice((0, 1, 1, 2, 2, 3, 3, 40)))])

    def marked(self, depth):
        """Blocks between two marks, which may stand at the top only."""
        kind = self.random.choice(("letterhead", "date", "salutation", "addressees", "closing", "signature") +
                                  tuple("language " + tag for tag in self.languages) * 2)
        content = self.blocks(depth + 1, 2) if kind.startswith("language") else self.paragraph()
        return f"<!-- {kind} -->\n\n{content}\n\n<!-- /{kind.split()[0]} -->"

    def block(self, depth):
        kind = self.random.random()
        if kind < 0.35:
            return self.paragraph()
        if kind < 0.50:
            return self.heading()
        if kind < 0.62 and depth < 6:
            return self.listing(depth)
        if kind < 0.72 and depth < 6:
            return self.quotation(depth)
        if kind < 0.80:
            return self.code_block()
        if kind < 0.88:
            return self.table()
        if kind < 0.90:
            return "***"
        if kind < 0.93:
            return self.picture()
        if kind < 0.95 and depth == 0:
            return "<!-- page break -->"
        if depth == 0:
            return self.marked(depth)
        return self.paragraph()

    def blocks(self, depth, most):
        # Two lists, and a list and code by indentation, must not run into each other.
        return "\n\n***\n\n".join(self.block(depth) for _ in range(self.random.randint(1, most)))

    def whole(self):
        body = self.blocks(0, self.random.choice((1, 2, 4, 4, 8, 25)))
        if not "".join(self.text).strip():
            body += "\n\n" + self.paragraph()
        return body + "\n\n" + "\n".join(self.definitions)


# ---------------------------------------------------------------- What is known of the letter

ODD_TEXTS = ["a (b) c)", "back\\slash \\( \\n", "Ə. ı", "Министр", "部长", "שלום (עולם)", "رسالة", "“quoted” ‘x’ — …", "a" * 300, "word " * 90,
             "<b>&amp; ]]> -->", "\U0001f600 \U0001d400", "e\u0301 o\u0302\u0323", "soft\u00adhyphen", "a\u00a0b", "%PDF %%EOF", "/Name <48>", "þÿ ÿþ",
             "\u2022 \u20ac \u2122 \ufb01", "x\ty", "  spaces  "]


def metadata(random, languages):
    def text():
        return json.dumps(random.choice(ODD_TEXTS) if random.random() < 0.4 else "Plain words", ensure_ascii=False)
    lines = [f"identifier: any.{random.randrange(1000)}", "title: " + text(), "date: 2020-02-29", "published: 2026-11-24",
             f"languages: [{', '.join(languages)}]", f"sender: {{name: {text()}, office: {text()}}}"]
    if random.random() < 0.7:
        lines += ["addressees:"] + [f"  - {{name: {text()}}}" for _ in range(random.choice((1, 2, 30)))]
    for key in ("place", "subject", "reference", "in-reply-to", "description", "publisher", "edition", "rights", "provenance"):
        if random.random() < 0.3:
            lines.append(f"{key}: {text()}")
    if random.random() < 0.3:
        lines.append("base-url: https://example.org/a(b)/")
    return "\n".join(lines) + "\n"


HELVETICA = "/Resources <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>"


def enclosed_pdf(random, pages):
    entries, contents = [], []
    for page in range(pages):
        box = random.choice((foreign.A4, "/MediaBox [0 0 841.89 595.276]", foreign.A4 + " /CropBox [50 60 400 700]"))
        entries.append(f"{box} /Rotate {random.choice((0, 0, 0, 90, 180, 270))} {HELVETICA} /Contents {3 + pages + page} 0 R")
        contents.append(("", random.choice(("", f"BT /F 12 Tf 72 {500 - page} Td (Page {page + 1}) Tj ET",
                                            f"0.{page} 0 1 rg 100 {100 + page} 200 300 re f"))))
    return foreign.pages(entries, contents)


def enclosed_tiff(random, pages):
    bits = {"bits": 1, "compression": rasters.G4, "photometric": rasters.WHITE_IS_0}
    return rasters.tiff([(rasters.quarters(rasters.BITS, random.randint(20, 60), random.randint(20, 80)), bits, {"dpi": (50, 50)})
                         for _ in range(pages)])


def held(random, i, pages):
    """Lines of the manifest for an enclosure of which pages are shown but perhaps the last, and the files."""
    kind = random.choice((".pdf", ".pdf", ".tif", ".png"))
    pages = 1 if kind == ".png" else pages
    hidden = pages > 1 and random.random() < 0.4
    inside = pages - hidden
    others = random.choice((0, 0, 1, 2)) * (kind != ".png")  # pages of the file that no enclosure names
    name = f"shown {i} (ə){kind}"
    if kind == ".png":
        data = rasters.png(rasters.quarters(rasters.COLOURS, random.randint(20, 90), random.randint(20, 90)))
    else:
        data = (enclosed_pdf if kind == ".pdf" else enclosed_tiff)(random, inside + others)
    lines = [f"    pages: {pages}", "    status: held", "    files:", "      - file: " + json.dumps(name, ensure_ascii=False)]
    if others:
        lines.append(f"        pages: {f'{others + 1}-{others + inside}' if inside > 1 else others + 1}")
    if hidden or random.random() < 0.5:
        lines.append(f"        holds: {f'1-{inside}' if inside > 1 else 1}")
    if random.random() < 0.2:
        lines.append(f"    languages: [{random.choice(list(WORDS))}]")
    if hidden:
        lines += ["    except:", f"      - pages: {pages}", "        status: withheld", "        reason: (private)",
                  "        authority: the sender"]
    if random.random() < 0.4:
        lines += ["    redact:", "      - page: 1", f"        boxes: [[{random.randrange(9)}, 5, 8, {random.choice((1, 2.5, 40))}]]",
                  "        reason: " + json.dumps(random.choice(ODD_TEXTS), ensure_ascii=False), "        authority: a court"]
    return lines, pages, {"attachments/" + name: data}


def manifest(random):
    """The manifest, its enclosures as pairs of id and number of pages, and the files that it names."""
    count = random.choice((0, 0, 1, 2, 5, 5, 5, 120))
    lines, enclosures, files, total = [], [], {}, 0
    for i in range(count):
        status = random.choice(("held", "withheld", "not held", "illegible"))
        pages = random.choice((1, 1, 2, 9, 300 if count < 10 else 3))
        title = random.choice(ODD_TEXTS) if random.random() < 0.4 else f"Enclosure {i}"
        lines += [f"  - id: {'ABCDEFGH'[i % 8]}{i}", "    title: " + json.dumps(title, ensure_ascii=False), "    title-from: document"]
        if status == "held" and count < 10 and random.random() < 0.7:
            more, pages, data = held(random, i, min(pages, 4))
            lines += more
            files.update(data)
            enclosures.append((f"{'ABCDEFGH'[i % 8]}{i}", pages))
            total += pages
            continue
        lines += [f"    pages: {pages}", f"    status: {status}"]
        if status == "held":
            name = f"file {i}" + random.choice((".pdf", " (x).txt", " 100%.txt", " ə.txt"))
            lines.append("    file: " + json.dumps(name, ensure_ascii=False))
            files["attachments/" + name] = "some bytes\n"
        if status == "withheld" or random.random() < 0.2 and status != "held":
            lines += ["    reason: " + json.dumps(random.choice(ODD_TEXTS), ensure_ascii=False), "    authority: the sender (x)"]
        if pages > 2 and status != "held" and random.random() < 0.5:
            lines += ["    except:", f"      - pages: 2-{pages - 1}",
                      f"        status: {'illegible' if status == 'not held' else 'not held'}", "        reason: (faded"]
        enclosures.append((f"{'ABCDEFGH'[i % 8]}{i}", pages))
        total += pages
    return "\n".join([f"pages: {total}", "enclosures:"] + lines) + "\n" if count else None, enclosures, files


# ---------------------------------------------------------------- How it looks

SETTINGS = {
    "paper": ("A4", "Letter", "Legal"),
    "top": ("10 mm", "36 mm", "90 mm"), "bottom": ("12 mm", "40 mm", "90 mm"),
    "inner": ("20 mm", "44 mm", "70 mm"), "outer": ("12 mm", "44 mm", "60 mm"),
    "sides": ("1", "2"), "text": ("6 pt", "11 pt", "24 pt"), "small": ("5 pt", "9 pt", "14 pt"), "mono": ("5 pt", "9 pt", "16 pt"),
    "title": ("10 pt", "18 pt", "40 pt"), "heading1": ("8 pt", "16 pt", "30 pt"), "heading3": ("6 pt", "11 pt", "20 pt"),
    "leading": ("9 pt", "15 pt", "40 pt"), "line-spacing": ("1", "1.15", "3"), "paragraph-space": ("0 pt", "7.5 pt", "40 pt"),
    "paragraph-indent": ("0 pt", "36 pt"), "justify": ("true", "false"), "running-heads": ("true", "false"),
    "previous-next": ("true", "false"), "line-numbers": ("true", "false"), "link-addresses": ("none", "notes"),
    "depth": ("0", "1", "3", "6"), "leaders": ("true", "false"), "bookmarks-open": ("0", "2", "6"), "ink": ('"#000000"', '"#ff0080"'),
    "contents": ('"(Contents)"',), "page": ('"p\\\\."', "Seite"), "slip": ("Slip (",), "not-held": ('"not ə held"',),
}


def settings(random, templates):
    """The project's templates with some settings changed, and a style or none."""
    path = os.path.join(templates, "pdf.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for key, values in SETTINGS.items():
        if random.random() < 0.12:
            text = re.sub(rf"(?m)^( *{key}: )[^\s[].*$", lambda match: match[1] + random.choice(values), text, count=1)
    text = re.sub(r"(?m)^style: \w+", "style: " + random.choice(("none", "none", "none", "court", "large-print")), text)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def make(random, folder):
    """Writes a dossier (but for its templates); gives the letter's text, and those of its notes."""
    languages = [random.choice(("en", "en", "en", "az", "ru", "ar", "he", "zh-Hans", "hi"))]
    languages += random.sample([tag for tag in WORDS if tag not in languages], random.randint(1, 4))
    table, enclosures, files = manifest(random)
    letter = Letter(random, languages, enclosures)
    support.write(folder, "sources/letter.md", letter.whole())
    support.write(folder, "sources/metadata.yaml", metadata(random, languages))
    if table:
        support.write(folder, "attachments/manifest.yaml", table)
    for name, data in {**files, **{"sources/pictures/" + name: data for name, data in letter.pictures.items()}}.items():
        support.write(folder, name, data)
    return "".join(letter.text), letter.notes
