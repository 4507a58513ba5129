# SPDX-License-Identifier: ISC
# dossier: one letter, published as a site, a PDF and a bundle.
#
#   make deps all     what is needed, the program, and the shipped dossier in build/
#   make help         all targets

BUILD ?= build
PREFIX ?= /usr/local
CC ?= cc
CFLAGS ?= -O2 -g
LDFLAGS ?=
SUDO ?= $(shell [ "$$(id -u)" = 0 ] || echo sudo)

all: program dossier

# ---------------------------------------------------------------- What is needed, as Debian 12 names it

LIBRARIES = libcmark-gfm libzip libfyaml harfbuzz harfbuzz-subset libcrypto zlib
PACKAGES = build-essential pkg-config libcmark-gfm-dev libcmark-gfm-extensions-dev libhpdf-dev libzip-dev \
	libfyaml-dev libharfbuzz-dev libssl-dev zlib1g-dev fonts-sil-gentiumplus fonts-dejavu-core \
	icc-profiles-free
TEST_PACKAGES = libcmocka-dev poppler-utils qpdf unzip p7zip-full libarchive-tools python3 mandoc
LINT_PACKAGES = clang clang-format clang-tidy cppcheck valgrind libclang-rt-14-dev
BENCH_PACKAGES = cmark-gfm htmldoc groff weasyprint time
JUDGE_PACKAGES = nodejs npm chromium default-jre-headless

# $(call apt,PACKAGES): installs those that are missing, after saying which.
define apt
@missing=; for package in $(1); do \
	dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; done; \
if [ -z "$$missing" ]; then echo "nothing to install"; else \
	echo "installing:$$missing"; \
	$(SUDO) apt-get update -qq && \
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; fi
endef

# ---------------------------------------------------------------- Sources, by layer

BASE = buf date digest error file memory output staging utf8
MODEL = dossier dump language ledger letter metadata resolve settings
SOURCE = source
HTML = html
PDF = layout pdf write
BUNDLE = bundle

MODULES = $(BASE:%=base/%) $(MODEL:%=model/%) $(SOURCE:%=source/%) $(HTML:%=render/html/%) $(PDF:%=render/pdf/%) \
	$(BUNDLE:%=render/bundle/%)
UNIT_TESTS = $(basename $(notdir $(wildcard generator/tests/unit/test_*.c)))

OBJECTS = $(MODULES:%=$(BUILD)/obj/%.o)
PROGRAM = $(BUILD)/bin/dossier
SITE = $(BUILD)/site/index.html

# ---------------------------------------------------------------- The program

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wwrite-strings \
	-Wvla -Wformat=2 -Wundef
STANDARD = -std=c11 -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -D_FILE_OFFSET_BITS=64 -Igenerator

program: $(PROGRAM)

$(PROGRAM): $(OBJECTS) $(BUILD)/obj/main.o $(BUILD)/obj/options.o $(BUILD)/libs.rsp
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) @$(BUILD)/libs.rsp

# pkg-config is asked here and not while this file is read: `make deps all` installs first.
$(BUILD)/cflags.rsp $(BUILD)/libs.rsp &: Makefile generator/needs.sh
	@mkdir -p $(BUILD)
	@CC="$(CC)" sh generator/needs.sh $(BUILD) $(LIBRARIES)

$(BUILD)/obj/%.o: generator/%.c $(BUILD)/cflags.rsp
	@mkdir -p $(@D)
	$(CC) $(STANDARD) $(WARNINGS) @$(BUILD)/cflags.rsp $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

-include $(OBJECTS:.o=.d) $(BUILD)/obj/main.d $(BUILD)/obj/options.d

# ---------------------------------------------------------------- The shipped dossier

dossier: $(SITE)

# The outputs are swapped in whole or not at all: make must not delete them when it is interrupted.
.PRECIOUS: $(SITE) $(BUILD)/dossier.pdf $(BUILD)/dossier.zip
$(SITE) $(BUILD)/dossier.pdf $(BUILD)/dossier.zip &: $(PROGRAM)
	$(PROGRAM) build -o $(BUILD) --depfile $(BUILD)/dossier.d

-include $(BUILD)/dossier.d

.PHONY: all program dossier
.DELETE_ON_ERROR:
