# Every task of quire. `make help` lists them.

VARIANT ?= release
PREFIX  ?= /usr/local
CC      ?= cc
BUILD   := build/$(VARIANT)
VERSION := 0.1.0
V       ?= 0
Q       := $(if $(filter 1,$(V)),,@)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wundef -Wvla -Wformat=2 \
        -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wpointer-arith
ifeq ($(DEV),1)
WARN += -Werror
endif
HARDEN := -fstack-protector-strong -fstack-clash-protection -fPIE
OPT.release := -O2 -D_FORTIFY_SOURCE=2
OPT.debug   := -Og -g3
OPT.san     := -O1 -g3 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
LINK.san    := -fsanitize=address,undefined

# Third-party headers are not ours to warn about.
DEPS_INC = $(shell pkg-config --cflags-only-I harfbuzz fribidi fontconfig libpng 2>/dev/null | sed 's/-I/-isystem /g')
# Small libraries are linked in where Debian's packages have them so: finding and joining some thirty
# shared ones at each start takes as long as setting a page. STATIC=0 links everything as it is shared.
STATIC ?= 1
SMALL.1 = -Wl,-Bstatic -lyaml -lyajl_s -lgmp -lfribidi -ljpeg -lunistring -lnettle -lfontconfig -lexpat \
          -Wl,-Bdynamic -lfreetype
SMALL.0 = -lyaml -lyajl -lgmp -lfribidi -ljpeg -lunistring -lnettle -lfontconfig
LIBS     = -lhpdf $(SMALL.$(STATIC)) -lmd4c -lharfbuzz-subset -lharfbuzz -lunibreak \
           -lpng -lqrencode -llcms2 -lz -lm

CFLAGS_ALL = -std=c11 -D_GNU_SOURCE -DQUIRE_VERSION='"$(VERSION)"' -DQUIRE_SHARE='"$(PREFIX)/share/quire"' \
             $(WARN) $(HARDEN) $(OPT.$(VARIANT)) -Isrc $(DEPS_INC) $(CPPFLAGS) $(CFLAGS)
LDFLAGS_ALL = -pie -Wl,-z,relro,-z,now $(LINK.$(VARIANT)) $(LDFLAGS)

LIB_SRC   := $(sort $(filter-out src/cli/main.c,$(wildcard src/*.c src/*/*.c)))
LIB_OBJ   := $(LIB_SRC:src/%.c=$(BUILD)/%.o)
MAIN_OBJ  := $(BUILD)/cli/main.o
UNIT_SRC  := $(sort $(wildcard tests/unit/*/*_test.c))
UNIT_BIN  := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/tests/%)

.PHONY: all
all: $(BUILD)/quire

$(BUILD)/quire: $(MAIN_OBJ) $(BUILD)/libquire.a
	$(Q)echo "  LINK    $@"
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $(MAIN_OBJ) $(BUILD)/libquire.a $(LIBS)

$(BUILD)/libquire.a: $(LIB_OBJ)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $(LIB_OBJ)

$(BUILD)/%.o: src/%.c
	$(Q)mkdir -p $(@D)
	$(Q)echo "  CC      $<"
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%_test: tests/unit/%_test.c $(BUILD)/libquire.a
	$(Q)mkdir -p $(@D)
	$(Q)echo "  TEST    $<"
	$(Q)$(CC) $(CFLAGS_ALL) -Itests -MMD -MP -MF $@.d $(LDFLAGS_ALL) -o $@ $< $(BUILD)/libquire.a $(LIBS) -lcmocka

-include $(LIB_OBJ:.o=.d) $(MAIN_OBJ:.o=.d) $(UNIT_BIN:=.d)

# --- packages -------------------------------------------------------------------------------

DEPS := pkg-config libhpdf-dev libyaml-dev zlib1g-dev libharfbuzz-dev libfribidi-dev \
        libunibreak-dev libmd4c-dev libpng-dev libjpeg-dev libgmp-dev libyajl-dev libqrencode-dev \
        libfontconfig-dev liblcms2-dev libunistring-dev nettle-dev fonts-open-sans fonts-noto-core
DEPS_TEST := libcmocka-dev poppler-utils qpdf python3 mandoc ghostscript zbar-tools libqrencode4
DEPS_LINT := clang-format universal-ctags

.PHONY: deps deps-test deps-lint fonts profiles
deps: ## install the Debian packages that are missing, and fill fonts/
	$(Q)sh .ci/packages $(DEPS)
	$(Q)sh fonts/copy.sh
	$(Q)sh .ci/profile

fonts: ## copy the files that fonts/families.yaml names into fonts/
	$(Q)sh fonts/copy.sh

profiles: ## fetch the colour profile of the print edition into fonts/
	$(Q)sh .ci/profile

deps-test: deps ## the same for what the tests need
	$(Q)sh .ci/packages $(DEPS_TEST)
	$(Q)sh tests/conformance/fetch.sh

deps-lint:
	$(Q)sh .ci/packages $(DEPS_LINT)

# --- the samples ----------------------------------------------------------------------------

.PHONY: report handouts board
report: deps ## install what is missing, build, render the annual report for screen and press
	$(Q)$(MAKE) --no-print-directory all
	$(Q)$(BUILD)/quire render layouts/annual-report.yaml -v
	$(Q)$(BUILD)/quire render layouts/annual-report.yaml --edition print -q -v

handouts: deps ## the same for a handout of each district, for screen and press
	$(Q)$(MAKE) --no-print-directory all
	$(Q)$(BUILD)/quire batch layouts/handouts.yaml -v

board: deps ## the same for all that the board meets about, with an index
	$(Q)$(MAKE) --no-print-directory all
	$(Q)$(BUILD)/quire batch layouts/board-meeting.yaml -v

# --- tests ----------------------------------------------------------------------------------

.PHONY: unit check test san update-golden
unit: $(UNIT_BIN)
	$(Q)sh tests/unit/run.sh $(UNIT_BIN)

check: all ## the quick part of the tests
	$(Q)$(MAKE) --no-print-directory unit
	$(Q)python3 tests/run.py --quire $(BUILD)/quire --quick

test: deps-test ## everything
	$(Q)$(MAKE) --no-print-directory all unit
	$(Q)python3 tests/run.py --quire $(BUILD)/quire --unit-log $(BUILD)/unit.log

san: ## unit tests and cases under AddressSanitizer and UndefinedBehaviorSanitizer
	$(Q)$(MAKE) --no-print-directory VARIANT=san all unit
	$(Q)python3 tests/run.py --quire build/san/quire --quick

update-golden: all ## show each difference of the golden files and accept it
	$(Q)python3 tests/run.py --quire $(BUILD)/quire --update

.PHONY: test-endurance test-scale
test-endurance: deps-test all ## the batch's trials at full size: 10,000 documents, 50 kills, a full disk
	$(Q)python3 tests/faults/endurance.py --quire $(BUILD)/quire

test-scale: all ## a batch as an array of a one-node Slurm, started and stopped by the test
	$(Q)sh .ci/packages slurm-wlm munge parallel
	$(Q)python3 tests/scale/slurm.py --quire $(BUILD)/quire

# --- speed ----------------------------------------------------------------------------------

.PHONY: bench bench-deps bench-typst bench-doc
bench: all ## CPU, wall, memory and size against peers and against the least: what is installed
	$(Q)python3 tests/bench/bench.py --quire $(BUILD)/quire

bench-deps: ## WeasyPrint, ReportLab and Typst's library for Python, into build/bench/venv
	$(Q)sh .ci/packages python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
	$(Q)mkdir -p build/bench
	$(Q)test -x build/bench/venv/bin/python || python3 -m venv build/bench/venv
	$(Q)build/bench/venv/bin/pip install --quiet weasyprint reportlab typst

bench-typst: ## Typst itself, with cargo: takes some minutes
	cargo install typst-cli --locked --root build/bench/typst

bench-doc: all ## the figures of the last bench into docs/performance.md and .png
	$(Q)python3 tests/bench/document.py --quire $(BUILD)/quire

# --- care -----------------------------------------------------------------------------------

.PHONY: lint format
lint: deps-lint ## include direction, header hygiene, sizes, formatting
	$(Q)python3 tests/lint.py

format:
	$(Q)clang-format -i src/*.[ch] src/*/*.[ch] tests/unit/*/*.[ch]

.PHONY: install clean help
install: all ## PREFIX and DESTDIR are heeded
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/quire/fonts \
	    $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man5
	install -m 755 $(BUILD)/quire $(DESTDIR)$(PREFIX)/bin/quire
	install -m 644 fonts/families.yaml fonts/*.ttf fonts/*.icc $(DESTDIR)$(PREFIX)/share/quire/fonts
	install -m 644 docs/quire.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 docs/quire.5 $(DESTDIR)$(PREFIX)/share/man/man5

clean:
	rm -rf build/debug build/release build/san

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24
