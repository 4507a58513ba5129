# SPDX-License-Identifier: ISC
# dossier: one letter, published as a site, a PDF and a bundle.
#
#   make deps all     what is needed, the program, and the shipped dossier in build/
#   make help         all targets

BUILD ?= build
PREFIX ?= /usr/local
DESTDIR ?=
CC ?= cc
CFLAGS ?= -O2 -g
SUDO ?= $(shell [ "$$(id -u)" = 0 ] || echo sudo)

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:

all: program manual source dossier ## the program, its manual and source, and the shipped dossier (what plain `make` does)

# ---------------------------------------------------------------- What is needed, as Debian 12 names it

LIBRARIES = libcmark-gfm cmark-gfm-core-extensions.h=libcmark-gfm-extensions-dev:-lcmark-gfm-extensions \
	hpdf.h=libhpdf-dev:-lhpdf unilbrk.h=libunistring-dev:-lunistring libzip libfyaml harfbuzz harfbuzz-subset fribidi \
	hyphen.h=libhyphen-dev:-lhyphen libpng libcrypto libdeflate zlib
PACKAGES = build-essential pkg-config libcmark-gfm-dev libcmark-gfm-extensions-dev libhpdf-dev libzip-dev \
	libfyaml-dev libharfbuzz-dev libfribidi-dev libqpdf-dev libunistring-dev libpng-dev libssl-dev libdeflate-dev zlib1g-dev \
	libpoppler-glib-dev libfreetype-dev libfontconfig-dev libleptonica-dev libtiff-dev libxml2-dev libseccomp-dev libjansson-dev poppler-data fonts-sil-gentiumplus fonts-dejavu-core fonts-liberation \
	icc-profiles-free libhyphen-dev $(HYPHEN_PACKAGES)
# Where words are divided: hyphens.patterns of templates/pdf.yaml.
HYPHEN_PACKAGES = $(addprefix hyphen-,be bg ca cs da de el en-gb en-us es fr hr hu it lt lv nl no pl pt-br pt-pt ro ru sk sl sr \
	sv uk)
# Linked to the checker of PDFs alone: qpdf makes a program 9 ms slower to start.
CHECKER_LIBRARIES = libqpdf freetype2 libcrypto libseccomp
# Linked to the verifier of bundles alone.
VERIFIER_LIBRARIES = jansson libcrypto libdeflate libseccomp unicase.h=libunistring-dev:-lunistring zlib
# Linked to the worker that reads foreign files alone: they make a program 15 ms slower to start.
WORKER_LIBRARIES = libqpdf poppler-glib cairo freetype2 fontconfig lept libpng libtiff-4 libxml-2.0 libdeflate libseccomp libcrypto
# Of the worker that recognises text, which is built where it is there.
OCR_LIBRARIES = tesseract
OCR_LANGUAGES ?= eng aze aze-cyrl
OCR_PACKAGES = libtesseract-dev tesseract-ocr-osd $(OCR_LANGUAGES:%=tesseract-ocr-%)
TEST_LIBRARIES = cmocka
TEST_TOOLS = python3=python3 cmark-gfm=cmark-gfm pdftotext=poppler-utils qpdf=qpdf unzip=unzip 7z=p7zip-full bsdtar=libarchive-tools ssh-keygen=openssh-client strace=strace
TEST_PACKAGES = libcmocka-dev cmark-gfm poppler-utils qpdf unzip p7zip-full libarchive-tools openssh-client strace python3
LINT_PACKAGES = afl++ clang clang-format clang-tidy cppcheck valgrind libclang-rt-14-dev mandoc shellcheck
# Faces for the scripts that those of PACKAGES do not write: faces.others of templates/pdf.yaml.
FONT_PACKAGES = fonts-noto-core fonts-noto-cjk
BENCH_PACKAGES = htmldoc groff weasyprint time pandoc img2pdf poppler-utils qpdf zip openssl
JUDGE_PACKAGES = bibutils libxml2-utils chromium mupdf-tools ghostscript openjdk-17-jdk-headless libjaxb-java libjaxb-api-java

# $(call apt,PACKAGES): installs those that are missing, after saying which.
define apt
@missing=; for package in $(1); do \
	dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
done; \
if [ -z "$$missing" ]; then echo "$@: nothing to install"; else \
	echo "$@: installing$$missing"; \
	$(SUDO) apt-get update -qq && \
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null && \
	echo "$@: done"; \
fi
endef

# Everything else waits for the installing goals of the same call, and they for one another: apt takes one at a time.
INSTALLING = $(filter deps deps-fonts deps-ocr deps-lint deps-bench deps-judges,$(MAKECMDGOALS))

deps: ## installs with apt what building and `make check` need
	$(call apt,$(PACKAGES) $(TEST_PACKAGES))

deps-fonts: | $(filter deps,$(INSTALLING)) ## installs faces for Arabic, Hebrew, the scripts of India and Asia, and others
	$(call apt,$(FONT_PACKAGES))

deps-ocr: | $(filter deps deps-fonts,$(INSTALLING)) ## installs what `dossier ocr` needs, for the languages of OCR_LANGUAGES
	$(call apt,$(OCR_PACKAGES))

deps-lint: | $(filter deps deps-fonts deps-ocr,$(INSTALLING)) ## installs what `make lint`, check-asan, check-valgrind, check-clang and fuzz need
	$(call apt,$(LINT_PACKAGES))

deps-bench: | $(filter deps deps-fonts deps-ocr deps-lint,$(INSTALLING)) ## installs the programs that `make bench` compares with
	$(call apt,$(BENCH_PACKAGES))

# A machine may have an npm that is not Debian's, which Debian's would drive out.
deps-judges: | $(filter deps deps-fonts deps-ocr deps-lint deps-bench,$(INSTALLING)) ## installs what check-judges, check-standards and check-readers need, with apt and npm
	$(call apt,$(JUDGE_PACKAGES) $$(command -v npm >/dev/null || echo nodejs npm))
	@BUILD="$(BUILD)" sh generator/tests/judges/install.sh

# ---------------------------------------------------------------- Sources, by layer

BASE = buf date deflate digest error file hashes json lexer memory nearest output staging utf8 variants
WIRE = field file_type form frame handed job pipe redaction
MODEL = address anchors citation claims description dossier dump forms held_page language ledger letter metadata \
	ocr_language redacted resolve settings tally
SOURCE = declarations dependency enclosure_line enclosure_title fields folder_read gate holdings_read input \
	letter_convert letter_definition letter_guard letter_inline letter_link letter_mark letter_place letter_read \
	manifest_check manifest_read manifest_slot marks metadata_read names parts_read picture_read program_read ranges \
	settings_read settings_value source templates_read text_files yaml
HTML = dossier_json enclosed escape html inline_html json_ld ledger_table letter_html markup mustache template value \
	view view_enclosed view_ledger view_sheet
PDF = annotations bidi branches breaks cff cmap codes compose compose_blocks compose_enclosed compose_front \
	compose_head compose_ledger compose_letter compose_list compose_pairs compose_row compose_slips compose_table \
	content cover destinations elements embed face fill flow font font_file foot foreign_forms haru hyphens inlines \
	items jpeg labels layout layout_dump layout_part lines margins missing neighbours notes outline pack page \
	pattern_compile patterns pdf pictures place png profile say scripts shape split structure token tree write xmp
DESCRIBE = bibtex csl describe dublin_core parties premis preview ris rocrate rocrate_build rocrate_files \
	rocrate_letter tei tei_inline tei_text xml
BUNDLE = archive bag bundle canonical entry target
PAGES = assign draw extract file_jobs findings held hocr holdings inspect ocr_data page_entry page_forms pages \
	picture_forms pool preflight progress recognise redactions store substitutes text_cut text_place texts
VERIFY_PDF = check code_map encoding font_program graph rules_actions rules_annotations rules_catalog rules_content \
	rules_destinations rules_file rules_fonts rules_glyphs rules_lists rules_metadata rules_outlines rules_parents \
	rules_structure rules_tables trees verify
VERIFY_BUNDLE = accounts bag_judge bag_read bundle_check container crate digests folder hand_over html_links \
	name_check pdf_claim signature site_address site_links tag_file twins unpack verdict zip zip_directory zip_end \
	zip_local
WORKER = answer beside beside_alto beside_hocr beside_plain compare_pdf copy copy_page draw_pdf draw_scan drawn \
	extract_pdf extract_picture extract_scan faces fit fit_font fit_glyphs form_answer image inspect_pdf inspect_scan \
	no_ocr no_pdf normalise_pdf normalise_scan page_content paint pdf_file picture picture_page picture_png plane \
	plane_reduce raster raster_page raster_png raster_tiff sax scan scan_file text tiff try unmark unseen uses walk \
	walk_draw walk_state work

MODULES = $(BASE:%=base/%) $(WIRE:%=wire/%) $(PAGES:%=pages/%) $(MODEL:%=model/%) $(SOURCE:%=source/%) $(HTML:%=render/html/%) $(PDF:%=render/pdf/%) \
	$(DESCRIBE:%=render/describe/%) $(BUNDLE:%=render/bundle/%)
UNIT_TESTS = $(patsubst generator/tests/unit/%.c,$(BUILD)/tests/%,$(wildcard generator/tests/unit/test_*.c))

BASE_OBJECTS = $(patsubst %,$(BUILD)/obj/base/%.o,$(filter-out json,$(BASE)))
OBJECTS = $(MODULES:%=$(BUILD)/obj/%.o)
MAIN_OBJECTS = $(addprefix $(BUILD)/obj/,main.o add.o child.o depfile.o options.o outputs.o parts.o rebuild.o seen.o sign.o \
	stamp.o sums.o targets.o unbundle.o)
ARCHIVE = $(BUILD)/dossier.a
PROGRAM = $(BUILD)/bin/dossier
# What every program that parses foreign bytes begins with.
CONFINE_OBJECT = $(BUILD)/obj/confine/confine.o
CHECKER_OBJECTS = $(CONFINE_OBJECT) $(VERIFY_PDF:%=$(BUILD)/obj/verify/pdf/%.o) $(BUILD)/obj/check_pdf.o
CHECKER = $(BUILD)/libexec/dossier/check-pdf
VERIFIER_OBJECTS = $(CONFINE_OBJECT) $(VERIFY_BUNDLE:%=$(BUILD)/obj/verify/bundle/%.o) \
	$(addprefix $(BUILD)/obj/,check_bundle.o child.o pdf_desk.o signature_desk.o wire/frame.o wire/handed.o wire/pipe.o)
VERIFIER = $(BUILD)/libexec/dossier/check-bundle
# What pictures take, without the libraries for PDF, which take far longer to load.
PICTURES = answer draw_scan extract_picture extract_scan image inspect_scan no_ocr no_pdf normalise_scan paint picture \
	picture_png plane plane_reduce raster raster_page raster_png raster_tiff scan scan_file tiff try work
PICTURE_OBJECTS = $(CONFINE_OBJECT) $(PICTURES:%=$(BUILD)/obj/worker/%.o) $(BUILD)/obj/page_worker.o
WORKER_OBJECTS = $(CONFINE_OBJECT) $(patsubst %,$(BUILD)/obj/worker/%.o,$(filter-out no_pdf,$(WORKER))) \
	$(BUILD)/obj/page_worker.o
# The same with tesseract in it, for `dossier ocr` alone.
OCR_OBJECT = $(BUILD)/obj/worker/ocr.o
OCR_OBJECTS = $(filter-out %/no_ocr.o,$(WORKER_OBJECTS)) $(OCR_OBJECT)
PAGE_WORKER = $(BUILD)/libexec/dossier/page-worker
OCR_WORKER = $(BUILD)/libexec/dossier/ocr-worker
# No shell is asked whether it can be built: `make deps-ocr all` installs it first.
HAS_OCR = $(filter deps-ocr,$(INSTALLING))$(wildcard /usr/include/tesseract/capi.h)
PICTURE_WORKER = $(BUILD)/libexec/dossier/picture-worker
WORKERS = $(PAGE_WORKER) $(PICTURE_WORKER) $(if $(HAS_OCR),$(OCR_WORKER))

# ---------------------------------------------------------------- The program

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings \
	-Wvla -Wformat=2 -Wundef
STANDARD = -std=c11 -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -D_FILE_OFFSET_BITS=64 -Igenerator

# What Debian hardens its programs by (dpkg-buildflags with hardening=+all; the last two from Debian 13 on). What CPPFLAGS,
# CFLAGS and LDFLAGS say stands after it and goes before it. Fortified functions need optimisation, and where sanitizers
# watch they would hide faults from them.
OPTIMISED = $(if $(findstring -fsanitize,$(CFLAGS)),,$(filter-out -O0,$(lastword $(filter -O%,$(CFLAGS)))))
FORTIFIED = $(if $(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS)),,$(if $(OPTIMISED),-D_FORTIFY_SOURCE=2))
HARDENED = $(FORTIFIED) -fPIE -fstack-protector-strong -Werror=format-security \
	$(if $(findstring x86_64,$(MAKE_HOST)),-fstack-clash-protection -fcf-protection)
COMPILE = $(CC) @$(BUILD)/cflags.rsp $(HARDENED) $(NEEDED) $(CPPFLAGS) $(CFLAGS) -MMD -MP
NEEDED =
LINK = $(CC) $(CFLAGS) -pie -Wl,-z,relro -Wl,-z,now $(LDFLAGS)

# Hyphenation patterns compiled, of those languages of templates/pdf.yaml whose patterns are on this machine. libhyphen
# takes 7 ms to read en_US, and 3 s for de_DE; they change nothing but that.
PATTERNS = /usr/share/hyphen
LANGUAGES = be_BY bg_BG ca_ES cs_CZ da_DK de_DE el_GR en_GB en_US es_ES fr hr_HR hu_HU it_IT lt_LT lv_LV nb_NO nl_NL nn_NO \
	pl_PL pt_BR pt_PT ro_RO ru_RU sk_SK sl_SI sr_RS sr-Latn_RS sv_SE uk_UA
PATTERN_FILES = $(LANGUAGES:%=$(PATTERNS)/hyph_%.dic)
HYPHENS = $(patsubst $(PATTERNS)/%.dic,$(BUILD)/hyphens/%.hyb,\
	$(if $(filter deps,$(INSTALLING)),$(PATTERN_FILES),$(wildcard $(PATTERN_FILES))))

program: $(PROGRAM) $(CHECKER) $(VERIFIER) $(WORKERS) $(HYPHENS) ## build/bin/dossier, and the programs that it calls

$(PROGRAM): $(MAIN_OBJECTS) $(ARCHIVE) $(BUILD)/libs.rsp
	@mkdir -p $(@D)
	$(LINK) -o $@ $(MAIN_OBJECTS) $(ARCHIVE) @$(BUILD)/libs.rsp $(LDLIBS)

$(CHECKER): $(CHECKER_OBJECTS) $(ARCHIVE) $(BUILD)/checker/libs.rsp
	@mkdir -p $(@D)
	$(LINK) -o $@ $(CHECKER_OBJECTS) $(ARCHIVE) @$(BUILD)/checker/libs.rsp $(LDLIBS)

# jansson's names are in part those of our writer of JSON, which must not be linked with it.
$(VERIFIER): $(VERIFIER_OBJECTS) $(BASE_OBJECTS) $(BUILD)/verifier/libs.rsp
	@mkdir -p $(@D)
	$(LINK) -pthread -o $@ $(VERIFIER_OBJECTS) $(BASE_OBJECTS) @$(BUILD)/verifier/libs.rsp $(LDLIBS)

$(PAGE_WORKER): $(WORKER_OBJECTS) $(ARCHIVE) $(BUILD)/worker/libs.rsp
	@mkdir -p $(@D)
	$(LINK) -o $@ $(WORKER_OBJECTS) $(ARCHIVE) @$(BUILD)/worker/libs.rsp $(LDLIBS)

$(PICTURE_WORKER): $(PICTURE_OBJECTS) $(ARCHIVE) $(BUILD)/worker/libs.rsp
	@mkdir -p $(@D)
	$(LINK) -o $@ $(PICTURE_OBJECTS) $(ARCHIVE) -Wl,--as-needed @$(BUILD)/worker/libs.rsp $(LDLIBS)

ocr: $(PROGRAM) $(OCR_WORKER) ## what `dossier ocr` needs; a part of the program anyway where tesseract's library is there

$(OCR_WORKER): $(OCR_OBJECTS) $(ARCHIVE) $(BUILD)/ocr/libs.rsp
	@mkdir -p $(@D)
	$(LINK) -o $@ $(OCR_OBJECTS) $(ARCHIVE) @$(BUILD)/ocr/libs.rsp $(LDLIBS)

$(ARCHIVE): $(OBJECTS) $(BUILD)/obj/libraries.o
	@rm -f $@
	@$(AR) qc $@ $^

# The libraries by name and version, which the bundle tells; those of digests and confinement change nothing in it.
$(BUILD)/obj/libraries.c: $(BUILD)/versions $(BUILD)/worker/versions
	@mkdir -p $(@D)
	@{ echo '#include "model/program.h"'; echo 'const char *const program_libraries[] = {'; \
		sort -u $^ | sed -e '/^lib\(ssl\|seccomp\)-/d' -e 's/.*/"&",/'; echo '0};'; } >$@

$(BUILD)/obj/libraries.o: $(BUILD)/obj/libraries.c
	$(COMPILE) -c -o $@ $<

$(BUILD)/obj/%.o: generator/%.c $(BUILD)/cflags.rsp
	@mkdir -p $(@D)
	$(COMPILE) -c -o $@ $<

# pkg-config is asked here and not while this file is read: `make deps all` installs first.
$(BUILD)/cflags.rsp $(BUILD)/libs.rsp $(BUILD)/versions &: $(BUILD)/flags generator/needs.sh | $(INSTALLING)
	@CC="$(CC)" FLAGS="$(STANDARD) $(WARNINGS)" sh generator/needs.sh $(BUILD) $(LIBRARIES)

$(CHECKER_OBJECTS): $(BUILD)/checker/cflags.rsp
$(CHECKER_OBJECTS): NEEDED += @$(BUILD)/checker/cflags.rsp

$(BUILD)/checker/cflags.rsp $(BUILD)/checker/libs.rsp &: $(BUILD)/flags generator/needs.sh | $(INSTALLING)
	@mkdir -p $(@D)
	@CC="$(CC)" sh generator/needs.sh $(@D) $(CHECKER_LIBRARIES)

$(VERIFIER_OBJECTS): $(BUILD)/verifier/cflags.rsp
$(VERIFIER_OBJECTS): NEEDED += @$(BUILD)/verifier/cflags.rsp

$(BUILD)/verifier/cflags.rsp $(BUILD)/verifier/libs.rsp &: $(BUILD)/flags generator/needs.sh | $(INSTALLING)
	@mkdir -p $(@D)
	@CC="$(CC)" sh generator/needs.sh $(@D) $(VERIFIER_LIBRARIES)

$(WORKER_OBJECTS) $(PICTURE_OBJECTS): $(BUILD)/worker/cflags.rsp
$(WORKER_OBJECTS) $(PICTURE_OBJECTS): NEEDED += @$(BUILD)/worker/cflags.rsp

$(BUILD)/worker/cflags.rsp $(BUILD)/worker/libs.rsp $(BUILD)/worker/versions &: $(BUILD)/flags generator/needs.sh | $(INSTALLING)
	@mkdir -p $(@D)
	@CC="$(CC)" sh generator/needs.sh $(@D) $(WORKER_LIBRARIES)

$(OCR_OBJECT): $(BUILD)/ocr/cflags.rsp
$(OCR_OBJECT): NEEDED += @$(BUILD)/ocr/cflags.rsp

$(BUILD)/ocr/cflags.rsp $(BUILD)/ocr/libs.rsp &: $(BUILD)/flags generator/needs.sh | $(INSTALLING)
	@mkdir -p $(@D)
	@CC="$(CC)" DEPS=deps-ocr sh generator/needs.sh $(@D) $(WORKER_LIBRARIES) $(OCR_LIBRARIES)

# Other flags than last time's make everything anew. No shell is asked for that: a call with nothing to do is quick.
FLAGS = $(COMPILE) $(STANDARD) $(WARNINGS) $(LINK) $(LDLIBS) $(LIBRARIES) $(CHECKER_LIBRARIES) $(VERIFIER_LIBRARIES) $(WORKER_LIBRARIES) $(OCR_LIBRARIES) $(MODULES) $(VERIFY_PDF) $(VERIFY_BUNDLE) $(WORKER)
ifneq ($(FLAGS),$(file <$(BUILD)/flags))
.PHONY: $(BUILD)/flags
endif
$(BUILD)/flags: | $(INSTALLING)
	@mkdir -p $(BUILD)
	@printf '%s\n' '$(subst ','\'',$(FLAGS))' >$@

$(BUILD)/hyphens/%.hyb: $(PATTERNS)/%.dic $(BUILD)/obj/render/pdf/pattern_compile.o | $(PROGRAM)
	@mkdir -p $(@D)
	$(PROGRAM) hyphens $< $@

$(PATTERNS)/%.dic: | $(INSTALLING) ;

-include $(OBJECTS:.o=.d) $(BUILD)/obj/libraries.d $(MAIN_OBJECTS:.o=.d) $(CHECKER_OBJECTS:.o=.d) $(VERIFIER_OBJECTS:.o=.d) \
	$(WORKER_OBJECTS:.o=.d) $(PICTURE_OBJECTS:.o=.d) $(OCR_OBJECT:.o=.d)

# ---------------------------------------------------------------- The manual

manual: $(BUILD)/man/dossier.1 $(BUILD)/man/dossier.5 ## the manual pages, build/man/dossier.1 and .5

$(BUILD)/man/dossier.1: generator/doc/dossier.1 | $(INSTALLING)
	@mkdir -p $(@D)
	cp $< $@

# Lines such as "@fields@" give way to what the program prints for that word, or to a file.
$(BUILD)/man/dossier.5: generator/doc/dossier.5.in generator/doc/fill.sh $(PROGRAM)
	@mkdir -p $(@D)
	sh generator/doc/fill.sh $(PROGRAM) <$< >$@

# ---------------------------------------------------------------- The source, for bundles that are to hold it

source: $(BUILD)/program.files ## build/program/, what `dossier build --with-source` puts into a bundle

# What is compiled, in all its variants, and what the compiler read for it: nothing comes along that only lies around.
# Tests do not: the bundle tells whether a program makes the same bytes.
SOURCE_OBJECTS = $(sort $(OBJECTS) $(MAIN_OBJECTS) $(CHECKER_OBJECTS) $(VERIFIER_OBJECTS) $(WORKER_OBJECTS) $(WORKER:%=$(BUILD)/obj/worker/%.o))
SOURCE_FILES = LICENSE Makefile README.md generator/needs.sh generator/doc/dossier.1 generator/doc/dossier.5.in \
	generator/doc/fill.sh generator/doc/site-and-pdf.png $(patsubst $(BUILD)/obj/%.o,generator/%.c,$(SOURCE_OBJECTS) $(OCR_OBJECT)) \
	$(foreach kind,css html txt yaml,$(wildcard templates/*.$(kind) templates/*/*.$(kind)))

$(BUILD)/program.files: $(SOURCE_FILES) $(SOURCE_OBJECTS)
	@rm -rf $(BUILD)/program
	@mkdir -p $(BUILD)/program
	@{ printf '%s\n' $(sort $(SOURCE_FILES)); cat $(SOURCE_OBJECTS:.o=.d) | tr ' \\' '\n\n' | grep '^generator/.*\.h$$'; } | \
		LC_ALL=C sort -u >$@
	@tar -cf - --no-recursion -T $@ | tar -xf - -C $(BUILD)/program

# ---------------------------------------------------------------- The shipped dossier

OUTPUTS = $(BUILD)/site/index.html $(BUILD)/dossier.pdf $(BUILD)/dossier.zip $(BUILD)/SHA256SUMS

dossier: $(OUTPUTS) ## build/site/, build/dossier.pdf, build/dossier.zip and build/SHA256SUMS

# The program swaps the outputs in whole or not at all: make must not delete the last good ones.
.PRECIOUS: $(OUTPUTS)
$(OUTPUTS) &: $(PROGRAM) $(PAGE_WORKER) $(PICTURE_WORKER)
	$(PROGRAM) build -o $(BUILD) --depfile $(BUILD)/dossier.d

-include $(BUILD)/dossier.d

# ---------------------------------------------------------------- Tests

TESTS = generator/tests
export PYTHONDONTWRITEBYTECODE = 1
export LSAN_OPTIONS = suppressions="$(CURDIR)/$(TESTS)/libhyphen.lsan":print_suppressions=0
RUN_TESTS = python3 $(TESTS)/run_tests.py $(WRAP) $(PROGRAM)
# The longest first, so that none is waited for at the end.
PROMISES = $(addprefix $(TESTS)/promises/,whole_or_nothing.py taking.py nasty.py each_call.py every_page.py \
	any_dossier.py rebuild.py scans.py again.py confined.py nothing_changed.py enclosed_pdf.py redact.py verify.py \
	pathological.py constructs.py margins.py text_beside.py languages.py together.py checking.py large.py word_for_word.py messages.py \
	same_bytes.py passwords.py withheld.py scripts.py painted.py split.py pdf_rules.py examples.py fonts.py ocr.py \
	bag.py one_gate.py accounted_for.py pages.py not_found.py small.py settings.py adding.py enclosed_site.py \
	claims.py sign.py descriptions.py with_source.py manual.py memory.py hardened.py)
# These look at the Makefile, at the source, which no other compiler or flag makes different, and at time.
OF_THE_PROGRAM = $(filter-out %/memory.py %/rebuild.py %/messages.py %/pathological.py %/taking.py %/nasty.py,$(PROMISES))

check: check-needs $(PROGRAM) $(CHECKER) $(VERIFIER) $(WORKERS) $(HYPHENS) source $(UNIT_TESTS) ## runs all tests: units, cases, promises
	@$(RUN_TESTS) $(TESTS)/run_cases.py $(UNIT_TESTS) $(PROMISES)

check-units: check-needs $(WORKERS) $(UNIT_TESTS) ## runs the unit tests
	@$(RUN_TESTS) $(UNIT_TESTS)

check-cases: check-needs $(PROGRAM) $(CHECKER) $(VERIFIER) $(WORKERS) $(HYPHENS) ## runs the dossiers of generator/tests/cases/
	@$(RUN_TESTS) $(TESTS)/run_cases.py

check-promises: check-needs $(PROGRAM) $(CHECKER) $(VERIFIER) $(WORKERS) $(HYPHENS) source ## tries to break each promise
	@$(RUN_TESTS) $(PROMISES)

check-asan: | $(INSTALLING) ## the same suite under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) BUILD=$(BUILD)/asan PROMISES='$(OF_THE_PROGRAM)' \
		CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all' check

check-valgrind: check-needs $(PROGRAM) $(CHECKER) $(VERIFIER) $(WORKERS) $(HYPHENS) $(UNIT_TESTS) ## units and cases under valgrind; a leak is an error
	@$(MAKE) --no-print-directory check-wrapped WRAP=--valgrind

check-wrapped:
	@$(RUN_TESTS) $(UNIT_TESTS) $(TESTS)/run_cases.py

check-clang: | $(INSTALLING) ## the same suite built with clang, where a warning is an error
	@$(MAKE) BUILD=$(BUILD)/clang PROMISES='$(OF_THE_PROGRAM)' CC=clang CFLAGS='-O2 -g -Werror' check

# -ffast-math lets a compiler round as it likes: a decision by floating-point numbers would come out otherwise. All have
# the same worker, whose libraries speak in such numbers.
COMPILED = gcc-O0 gcc-O3 clang-O0 clang-O3

check-compilers: $(PAGE_WORKER) $(PICTURE_WORKER) $(COMPILED:%=compiled-%) ## gcc and clang, -O0 and -O3: the same layouts, sites, PDFs and bundles
	@python3 $(TESTS)/compilers.py $(COMPILED:%=$(BUILD)/compilers/%/bin/dossier)

$(COMPILED:%=compiled-%): compiled-%: | $(INSTALLING)
	@$(MAKE) BUILD=$(BUILD)/compilers/$* CC=$(firstword $(subst -, ,$*)) \
		CFLAGS='$(if $(findstring O3,$*),-O3 -ffast-math,-O0)' $(BUILD)/compilers/$*/bin/dossier
	@mkdir -p $(BUILD)/compilers/$*/libexec/dossier
	@ln -sf $(abspath $(PAGE_WORKER) $(PICTURE_WORKER)) $(BUILD)/compilers/$*/libexec/dossier/

# The shipped dossier, and one with pages that are shown.
check-judges: dossier ## independent judges: of the site its HTML, CSS, accessibility, looks at 320 px; of the descriptions all forms
	@rm -rf $(BUILD)/judged
	@python3 $(TESTS)/judges/sample.py $(PROGRAM) $(BUILD)/judged
	@BUILD="$(BUILD)" sh $(TESTS)/judges/site.sh $(BUILD)/site $(BUILD)/judged/build/site
	@BUILD="$(BUILD)" python3 $(TESTS)/judges/descriptions.py $(PROGRAM)

# The shipped dossier in each style, the dossiers of the tests, and some that are made up.
check-standards: dossier ## an independent judge of the tests' PDFs: PDF/A-2a and PDF/UA-1
	@rm -rf $(BUILD)/standards
	@for style in templates/styles/*.yaml; do \
		name=$$(basename $$style .yaml); \
		$(PROGRAM) build --only pdf --style $$name -o $(BUILD)/standards/$$name || exit 1; \
	done
	@python3 $(TESTS)/run_cases.py --keep $(BUILD)/standards $(PROGRAM)
	@python3 $(TESTS)/promises/any_dossier.py --keep $(BUILD)/standards $(PROGRAM)
	@BUILD="$(BUILD)" sh $(TESTS)/judges/standards.sh $(BUILD)/dossier.pdf $(BUILD)/standards/*.pdf $(BUILD)/standards/*/*.pdf

SEED ?= 1000
SEEDS ?= 2000
# One bit of a bundle each: half as many more in unpacked ones, and a tenth in the shipped one.
FLIPS ?= 6300

# Those of which `make check` takes a choice: points where a run fails or is ended, damage, headers, lengths.
CHOSEN = whole_or_nothing rebuild confined pathological scans margins

check-long: dossier source ## the same two for SEEDS dossiers that are made up from SEED on, and 10,000 bits of bundles, the source in one, bundles past 4 GiB, each system call that writes: two or three hours
	@rm -rf $(BUILD)/long
	@python3 $(TESTS)/promises/any_dossier.py --first $(SEED) --count $(SEEDS) --keep $(BUILD)/long $(PROGRAM)
	@BUILD="$(BUILD)" sh $(TESTS)/judges/standards.sh $(BUILD)/long/*.pdf
	@python3 $(TESTS)/promises/verify.py --flips $(FLIPS) $(PROGRAM)
	@python3 $(TESTS)/promises/with_source.py --compile $(PROGRAM)
	@python3 $(TESTS)/promises/large.py --long $(PROGRAM)
	@for name in $(CHOSEN); do echo "$$name.py"; LONG=1 python3 $(TESTS)/promises/$$name.py $(PROGRAM) || exit 1; done
	@LONG=1 python3 $(TESTS)/promises/each_call.py --jobs "$$(nproc)" $(PROGRAM)

check-readers: program ## other programs open PDFs of every kind: MuPDF, Ghostscript, poppler, qpdf
	@python3 $(TESTS)/judges/readers.py $(PROGRAM)

check-needs: | $(BUILD)/tests/cflags.rsp

$(BUILD)/tests/cflags.rsp $(BUILD)/tests/libs.rsp &: $(BUILD)/flags generator/needs.sh | $(INSTALLING)
	@mkdir -p $(@D)
	@CC="$(CC)" sh generator/needs.sh $(@D) $(TEST_LIBRARIES) $(TEST_TOOLS)

$(BUILD)/tests/%: $(TESTS)/unit/%.c $(ARCHIVE) $(BUILD)/tests/cflags.rsp $(BUILD)/tests/libs.rsp
	$(COMPILE) @$(BUILD)/tests/cflags.rsp $(LDFLAGS) -o $@ $< $(ARCHIVE) @$(BUILD)/tests/libs.rsp @$(BUILD)/libs.rsp $(LDLIBS)

# The verifier is no part of the archive, and its parser of JSON must not be linked with it.
VERIFIER_TESTED = $(filter-out %/check_bundle.o %/pdf_desk.o,$(VERIFIER_OBJECTS)) $(BASE_OBJECTS)
$(addprefix $(BUILD)/tests/,test_html_links test_tag_file test_zip): $(BUILD)/tests/%: $(TESTS)/unit/%.c $(VERIFIER_TESTED) \
		$(BUILD)/tests/cflags.rsp $(BUILD)/tests/libs.rsp $(BUILD)/verifier/libs.rsp
	$(COMPILE) @$(BUILD)/verifier/cflags.rsp @$(BUILD)/tests/cflags.rsp $(LDFLAGS) -pthread -o $@ $< $(VERIFIER_TESTED) \
		@$(BUILD)/tests/libs.rsp @$(BUILD)/verifier/libs.rsp $(LDLIBS)

PLANE_TESTED = $(BUILD)/obj/worker/plane.o $(BUILD)/obj/worker/plane_reduce.o
$(BUILD)/tests/test_plane: $(TESTS)/unit/test_plane.c $(PLANE_TESTED) $(ARCHIVE) $(BUILD)/tests/cflags.rsp \
		$(BUILD)/tests/libs.rsp $(BUILD)/worker/libs.rsp
	$(COMPILE) @$(BUILD)/worker/cflags.rsp @$(BUILD)/tests/cflags.rsp $(LDFLAGS) -o $@ $< $(PLANE_TESTED) $(ARCHIVE) \
		@$(BUILD)/tests/libs.rsp @$(BUILD)/worker/libs.rsp $(LDLIBS)

-include $(UNIT_TESTS:=.d)

# ---------------------------------------------------------------- Made-up input

# How long each fuzzer runs, in seconds.
T ?= 60
FUZZERS = $(patsubst $(TESTS)/fuzz/%.c,$(BUILD)/tests/%,$(wildcard $(TESTS)/fuzz/fuzz_*.c))
FUZZ_CFLAGS = -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
RUN_FUZZERS = BUILD="$(BUILD)" sh $(TESTS)/fuzz/run.sh

fuzz: | $(INSTALLING) ## each fuzzer on its corpus, then on made-up input for T seconds, by clang's libFuzzer; finds in build/fuzz/found/
	@$(MAKE) BUILD=$(BUILD)/fuzz CC=clang CFLAGS='$(FUZZ_CFLAGS)' fuzz-run

fuzz-replay: | $(INSTALLING) ## the same on the corpus alone
	@$(MAKE) BUILD=$(BUILD)/fuzz CC=clang CFLAGS='$(FUZZ_CFLAGS)' T=0 fuzz-run

fuzz-run: $(FUZZERS)
	@$(RUN_FUZZERS) libfuzzer $(T) $(FUZZERS)

fuzz-afl: | $(INSTALLING) ## each fuzzer for T seconds by AFL++, from its corpus on; finds in build/afl/found/
	@AFL_QUIET=1 AFL_USE_ASAN=1 AFL_USE_UBSAN=1 $(MAKE) BUILD=$(BUILD)/afl CC=afl-clang-fast CFLAGS='-O1 -g' fuzz-afl-run

fuzz-afl-run: $(FUZZERS)
	@$(RUN_FUZZERS) afl $(T) $(FUZZERS)

# What each is linked with: the archive of the program, the checker of PDFs (which needs qpdf), the verifier (whose
# parser of JSON must not be linked with our writer), the worker, or single modules of the program.
COMPILE_FUZZER = @mkdir -p $(@D); $(COMPILE) -fsanitize=fuzzer -o $@ $<

$(BUILD)/tests/fuzz_check_pdf: $(TESTS)/fuzz/fuzz_check_pdf.c $(CHECKER_OBJECTS) $(ARCHIVE) $(BUILD)/checker/libs.rsp
	$(COMPILE_FUZZER) $(CONFINE_OBJECT) $(VERIFY_PDF:%=$(BUILD)/obj/verify/pdf/%.o) $(ARCHIVE) @$(BUILD)/checker/libs.rsp $(LDLIBS)

VERIFIER_FUZZERS = $(addprefix $(BUILD)/tests/fuzz_,bag bundle crate html_links tag_file)
$(VERIFIER_FUZZERS): $(BUILD)/tests/%: $(TESTS)/fuzz/%.c $(VERIFIER_TESTED) $(BUILD)/verifier/libs.rsp
	$(COMPILE_FUZZER) @$(BUILD)/verifier/cflags.rsp -pthread $(VERIFIER_TESTED) @$(BUILD)/verifier/libs.rsp $(LDLIBS)

WORKER_FUZZERS = $(addprefix $(BUILD)/tests/fuzz_,beside scan work)
WORKER_TESTED = $(filter-out %/page_worker.o,$(WORKER_OBJECTS))
$(WORKER_FUZZERS): $(BUILD)/tests/%: $(TESTS)/fuzz/%.c $(WORKER_TESTED) $(ARCHIVE) $(BUILD)/worker/libs.rsp
	$(COMPILE_FUZZER) $(WORKER_TESTED) $(ARCHIVE) @$(BUILD)/worker/libs.rsp $(LDLIBS)

$(BUILD)/tests/fuzz_signature: FUZZED = signature_desk.o
$(BUILD)/tests/fuzz_stamp: FUZZED = stamp.o seen.o
$(BUILD)/tests/fuzz_unbundle: FUZZED = unbundle.o
$(BUILD)/tests/fuzz_signature $(BUILD)/tests/fuzz_stamp $(BUILD)/tests/fuzz_unbundle: $(MAIN_OBJECTS) $(VERIFIER_OBJECTS)

$(BUILD)/tests/fuzz_%: $(TESTS)/fuzz/fuzz_%.c $(ARCHIVE) $(BUILD)/libs.rsp
	$(COMPILE_FUZZER) $(FUZZED:%=$(BUILD)/obj/%) $(ARCHIVE) @$(BUILD)/libs.rsp $(LDLIBS)

bench: program | $(INSTALLING) ## times and memory, beside other programs: 1 to 1000 times the letter, 89 to 890 pages (BENCH_PAGES=--large: 8,900)
	@python3 $(TESTS)/bench.py $(PROGRAM)
	@python3 $(TESTS)/bench_pages.py $(BENCH_PAGES) $(PROGRAM)

# ---------------------------------------------------------------- The source itself

C_SOURCES = $(patsubst $(BUILD)/obj/%.o,generator/%.c,$(sort $(OBJECTS) $(MAIN_OBJECTS) $(CHECKER_OBJECTS) $(VERIFIER_OBJECTS) \
	$(WORKER_OBJECTS) $(if $(HAS_OCR),$(OCR_OBJECT))))
C_FILES = $(shell find generator -name '*.[ch]')

lint: $(BUILD)/cflags.rsp $(BUILD)/checker/cflags.rsp $(BUILD)/verifier/cflags.rsp $(BUILD)/worker/cflags.rsp $(BUILD)/tests/cflags.rsp manual ## style, layers, static analysis, scripts, manual pages
	@CC="$(CC)" BUILD="$(BUILD)" sh $(TESTS)/lint.sh $(C_SOURCES)

format: | $(INSTALLING) ## puts the C sources into the house's form
	clang-format -i $(C_FILES)

# ---------------------------------------------------------------- Installing

install: program manual source ## installs program, source, templates and manual pages (PREFIX, DESTDIR)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/libexec/dossier $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man5
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/dossier
	install -m 755 $(CHECKER) $(DESTDIR)$(PREFIX)/libexec/dossier/check-pdf
	install -m 755 $(VERIFIER) $(DESTDIR)$(PREFIX)/libexec/dossier/check-bundle
	install -m 755 $(WORKERS) $(DESTDIR)$(PREFIX)/libexec/dossier
	install -m 644 $(BUILD)/man/dossier.1 $(DESTDIR)$(PREFIX)/share/man/man1/dossier.1
	install -m 644 $(BUILD)/man/dossier.5 $(DESTDIR)$(PREFIX)/share/man/man5/dossier.5
	rm -rf $(addprefix $(DESTDIR)$(PREFIX)/share/dossier/,templates hyphens program)
	install -d $(DESTDIR)$(PREFIX)/share/dossier/hyphens
	install -m 644 $(HYPHENS) $(DESTDIR)$(PREFIX)/share/dossier/hyphens
	cd $(BUILD)/program && xargs -d '\n' -I {} install -D -m 644 {} $(abspath $(DESTDIR)$(PREFIX))/share/dossier/program/{} <../program.files
	cd templates && find . -type f ! -name '.*' -exec install -D -m 644 {} $(abspath $(DESTDIR)$(PREFIX))/share/dossier/templates/{} \;

uninstall: ## takes away what install brought
	rm -f $(DESTDIR)$(PREFIX)/bin/dossier $(DESTDIR)$(PREFIX)/share/man/man1/dossier.1 \
		$(DESTDIR)$(PREFIX)/share/man/man5/dossier.5
	rm -rf $(DESTDIR)$(PREFIX)/share/dossier $(DESTDIR)$(PREFIX)/libexec/dossier

clean: ## empties build/
	find $(BUILD) -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +

help: ## lists these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

.PHONY: all program manual source dossier ocr deps deps-fonts deps-ocr deps-lint deps-bench deps-judges check check-needs check-units check-cases \
	check-promises check-asan check-valgrind check-wrapped check-clang check-compilers $(COMPILED:%=compiled-%) \
	check-judges check-standards fuzz fuzz-replay fuzz-run fuzz-afl fuzz-afl-run bench lint format install uninstall clean help check-readers \
	check-long
