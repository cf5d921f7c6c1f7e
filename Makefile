# redflag: GNU make. `make` builds, `make run` starts, `make check` tests; `make help` tells more.
#
# Objects go to $(BUILD), so variants (clang, sanitizers, coverage) never mix:
#   make BUILD=build/asan CFLAGS='-O1 -g -fsanitize=address,undefined' test

VERSION := 0.1.0

BUILD      ?= build
CC         ?= cc
CFLAGS     ?= -O2 -g
PKG_CONFIG ?= pkg-config
PYTHON     ?= /usr/bin/python3
JOBS       ?= $(shell nproc 2>/dev/null || echo 1)

# GNU directory names; packages override them. Nothing is installed outside them.
PREFIX       ?= /usr/local
bindir       ?= $(PREFIX)/bin
datadir      ?= $(PREFIX)/share/redflag
mandir       ?= $(PREFIX)/share/man
sysconfdir   ?= /etc
unitdir      ?= $(PREFIX)/lib/systemd/system
bashcompdir  ?= $(PREFIX)/share/bash-completion/completions
zshcompdir   ?= $(PREFIX)/share/zsh/site-functions
fishcompdir  ?= $(PREFIX)/share/fish/vendor_completions.d

warnings := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wvla -Wundef -Wformat=2 -Wwrite-strings -Wcast-qual
own_cppflags = -Isrc -D_GNU_SOURCE -DNCURSES_WIDECHAR=1 -DREDFLAG_VERSION='"$(VERSION)"' \
               -DREDFLAG_DATADIR='"$(datadir)"' -DREDFLAG_SYSCONFDIR='"$(sysconfdir)"' \
               $(shell $(PKG_CONFIG) --cflags libcjson)
# The prefix map keeps the folder of the build out of the program: the same source gives the same
# bytes wherever it is built.
own_ldflags  := -Wl,--as-needed
own_cflags   := -std=c11 -ffile-prefix-map=$(CURDIR)=. $(warnings)

# Every library that must be found and relocated delays the first screen, so those whose archive is
# there are linked into the program. STATIC= turns that off, as packagers will want.
STATIC     ?= yes
archive     = $(if $(and $(STATIC),$(wildcard $(shell $(CC) -print-file-name=lib$1.a))),-l:lib$1.a,-l$1)
archives    = $(foreach l,$1,$(if $(filter -l%,$l),$(call archive,$(l:-l%=%)),$l))
unistring   = $(call archive,unistring)

# Asked for when something is linked, not before: `make deps all` has installed them by then.
# ncurses for the front end alone: the engine and the unit tests are linked without it.
engine_libs = $(shell $(PKG_CONFIG) --libs libcjson) $(unistring) -lm
curses_libs = $(call archives,$(shell $(PKG_CONFIG) --libs ncursesw))
# The sandbox of the kiosk.
sandbox_libs = $(call archive,seccomp)

# A source file belongs to the layer of its folder. The first two layers are the engine's archive;
# the other one is linked into unit tests too, and a test that pulled in curses would fail to link.
engine_sources  := $(sort $(wildcard src/base/*.c src/engine/*.c))
program_sources := $(sort $(wildcard src/page/*.c src/report/*.c src/ui/*.c src/kiosk/*.c \
                   src/cmd/*.c))
test_sources    := $(sort $(wildcard tests/unit/test_*.c))

engine_objects  := $(engine_sources:%.c=$(BUILD)/%.o)
program_objects := $(program_sources:%.c=$(BUILD)/%.o)
unit_tests      := $(test_sources:tests/unit/%.c=$(BUILD)/tests/%)

# Everything that is run as it is: unittest files, and programs that end with 0 or not.
scripts := $(sort $(wildcard tests/*/test_*.py)) tests/document/rows.py

ifeq ($(V),)
Q := @
say = @printf '  %-5s %s\n'
else
say = @:
endif

.PHONY: all run help
all: $(BUILD)/redflag

# Leaving before the end is status 1, and no error of make's.
run: all
	$(Q)$(BUILD)/redflag || test $$? -eq 1

help:
	@sed -n 's/^#: *//p' Makefile tests/quality.mk

#: make            build the program
#: make run        start it
#: make deps       install what the other targets of this call need (make deps run)
#: make test       the tests of this build; V=1 shows commands
#: make check      all tests, also with sanitizers, valgrind and clang, and all lints
#: make bench      what loading, proving and the full screen cost, beside others (ROUNDS=30)
#: make walk       random interviews at both front ends, many (COUNT=5000, SCREENS=100, SEED=...)
#: make lint       the lints alone: tidy, cppcheck, analyze, manlint, shlint
#: make graph      a picture of the shipped protocol: cramps.svg in the build folder
#: make kiosk-fuzz 10000 visitors at a kiosk, half an hour (SEED, ARGS="--runs 1000")
#: make soak       10000 patients and a million keys, half an hour (ARGS="--patients 100 --keys 9000")
#: make kiosk-many 1000 kiosks at once, a minute
#: make install    to DESTDIR and PREFIX (/usr/local)
#: make uninstall  what install put there
#: make clean      remove the build folder

# --- building ---------------------------------------------------------------------------------

# With `deps` among the goals nothing is compiled before it, also with -j.
after := $(if $(filter deps,$(MAKECMDGOALS)),deps)

# $(call link,LIBRARIES)
define link
@mkdir -p $(@D)
$(say) LINK $@
$(Q)$(CC) $(CFLAGS) $(own_ldflags) $(LDFLAGS) -o $@ $^ $1
endef

$(BUILD)/redflag: $(BUILD)/src/main.o $(BUILD)/libprogram.a $(BUILD)/libengine.a
	$(call link,$(engine_libs) $(curses_libs) $(sandbox_libs))

$(BUILD)/libengine.a: $(engine_objects)
$(BUILD)/libprogram.a: $(program_objects)
$(BUILD)/%.a:
	$(say) AR $@
	$(Q)rm -f $@ && $(AR) qcs $@ $^

$(BUILD)/%.o: %.c | $(after)
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(own_cppflags) $(CPPFLAGS) $(own_cflags) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(BUILD)/libprogram.a $(BUILD)/libengine.a
	$(call link,$(engine_libs) -lcmocka $(LDLIBS))
.SECONDARY:

$(BUILD)/tests/test_sandbox: LDLIBS += $(sandbox_libs)

# This test stands between memory.c and the C library, to let any allocation fail.
$(BUILD)/tests/test_out_of_memory: LDFLAGS += -Wl,--wrap=calloc,--wrap=realloc

# A kiosk that does not wait for minutes, for tests in a real terminal. It is never installed.
hurried := $(addprefix $(BUILD)/hurried/src/,ui/kiosk.o kiosk/patient.o kiosk/keeper.o cmd/kiosk.o)
$(BUILD)/hurried/%.o: %.c | $(after)
	@mkdir -p $(@D)
	$(say) CC "$< (hurried)"
	$(Q)$(CC) $(own_cppflags) -DKIOSK_IN_A_HURRY $(CPPFLAGS) $(own_cflags) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/hurried-kiosk: $(BUILD)/src/main.o $(hurried) $(BUILD)/libprogram.a $(BUILD)/libengine.a
	$(call link,$(engine_libs) $(curses_libs) $(sandbox_libs))

# Programs that tests drive: the engine behind a pipe, for comparing it with the reference in
# tests/reference; the full screen with pages made by hand; how loading grows with the file.
helpers := $(BUILD)/tests/driver $(BUILD)/tests/screen/demo $(BUILD)/tests/bench-load \
           $(BUILD)/tests/hurried-kiosk

$(BUILD)/tests/driver: $(BUILD)/tests/reference/driver.o $(BUILD)/tests/reference/examples.o \
                       $(BUILD)/libengine.a
	$(call link,$(engine_libs))

$(BUILD)/tests/screen/demo: $(BUILD)/tests/screen/demo.o $(BUILD)/libprogram.a $(BUILD)/libengine.a
	$(call link,$(engine_libs) $(curses_libs))

$(BUILD)/tests/bench-load: $(BUILD)/tests/bench/load.o $(BUILD)/libengine.a
	$(call link,$(engine_libs))

# What the full screen costs, beside the least that any such program costs. Needs a machine that is
# otherwise quiet, and dialog and whiptail to compare with; what is absent is left out.
bench_parts := terminal minimal minimal-cjson
bench_parts := $(bench_parts:%=$(BUILD)/tests/bench/%)

$(BUILD)/tests/bench/terminal: $(BUILD)/tests/bench/terminal.o $(BUILD)/tests/bench/session.o
	$(call link,-lm)

$(BUILD)/tests/bench/minimal: $(BUILD)/tests/bench/minimal.o
	$(call link,$(shell $(PKG_CONFIG) --libs ncursesw))

$(BUILD)/tests/bench/minimal-cjson: $(BUILD)/tests/bench/minimal-cjson.o
	$(call link,$(shell $(PKG_CONFIG) --libs libcjson ncursesw))

.PHONY: bench bench-load bench-terminal
bench: bench-load bench-verify bench-terminal

bench-load: $(BUILD)/tests/bench-load
	$(Q)$< data/cramps.json

bench-terminal: all $(bench_parts)
	$(Q)$(BUILD)/tests/bench/terminal $(BUILD)/redflag $(BUILD)/tests/bench/minimal \
	    $(BUILD)/tests/bench/minimal-cjson data/cramps.json $(ROUNDS)

.PHONY: graph
graph: all
	$(Q)$(BUILD)/redflag graph data/cramps.json > $(BUILD)/cramps.dot
	$(Q)dot -Tsvg -o $(BUILD)/cramps.svg $(BUILD)/cramps.dot
	@echo "  $(BUILD)/cramps.svg"

.PHONY: deps clean
# The packages for testing come along if something is to be tested.
deps:
	$(Q).ci/deps build $(if $(filter check graph test lint,$(MAKECMDGOALS)),test)

clean:
	rm -rf $(BUILD)

# --- testing ----------------------------------------------------------------------------------

# Scripts find what they test in $BUILD. tests/run runs each argument as a command, adds up what
# passed and failed, and closes with one line.
run_tests = BUILD=$(BUILD) $(PYTHON) tests/run

memcheck := valgrind -q --error-exitcode=99
leakcheck := --leak-check=full --show-leak-kinds=definite,indirect,possible
# Its processes stop where memory ran out, with everything still held.
no_leakcheck := $(BUILD)/tests/test_out_of_memory

# By another name, since a line with $(MAKE) is run even by `make -n`.
again := $(MAKE)

.PHONY: test check unit tests asan-tests clang-tests reproducible
tests: all $(unit_tests) $(helpers)

test: tests
	$(Q)$(run_tests) $(unit_tests) $(scripts:%='$(PYTHON) %')

unit: $(unit_tests)
	$(Q)$(run_tests) $(unit_tests)

check: tests
	$(Q)$(MAKE) -j$(JOBS) asan-tests
	$(Q)$(run_tests) $(unit_tests) $(scripts:%='$(PYTHON) %') \
	    $(foreach t,$(unit_tests),'$(memcheck) $(if $(filter $t,$(no_leakcheck)),,$(leakcheck)) $t') \
	    $(foreach t,$(unit_tests:$(BUILD)/%=build/asan/%),'$t') \
	    $(foreach t,$(scripts),'BUILD=build/asan $(PYTHON) $t') \
	    $(foreach l,clang-tests fuzz-short reproducible $(lints),'$(again) -s -j$(JOBS) $l')

# The tests hold 300 interviews of the same kind on each run.
.PHONY: walk
walk: all
	$(Q)BUILD=$(BUILD) $(PYTHON) tests/walk/test_walk.py --count $(or $(COUNT),5000) \
	    --screens $(or $(SCREENS),100) --seed $(or $(SEED),$$(date +%s))

# What takes longer than a test may.
.PHONY: kiosk-fuzz soak kiosk-many
kiosk-fuzz: tests
	$(Q)BUILD=$(BUILD) $(PYTHON) tests/kiosk/fuzz.py --runs 10000 --seed $(or $(SEED),1) $(ARGS)

soak: tests
	$(Q)BUILD=$(BUILD) $(PYTHON) tests/kiosk/soak.py $(ARGS)

kiosk-many: tests
	$(Q)BUILD=$(BUILD) $(PYTHON) tests/kiosk/many.py $(ARGS)

asan-tests:
	$(Q)$(MAKE) BUILD=build/asan tests \
	    CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all'

clang-tests:
	$(Q)$(MAKE) BUILD=build/clang CC=clang CFLAGS='-O2 -g -Werror' tests

# The same source gives the same bytes, wherever it lies.
reproducible:
	$(Q)a=$$(mktemp -d) && b=$$(mktemp -d)/longer/path && mkdir -p $$b && \
	for folder in $$a $$b; do \
	    cp -r Makefile src data tests $$folder && $(MAKE) -s -C $$folder BUILD=build all >/dev/null || exit 1; \
	done && cmp $$a/build/redflag $$b/build/redflag; \
	status=$$?; rm -rf $$a $${b%/longer/path}; exit $$status

# --- lints ------------------------------------------------------------------------------------

lints := tidy cppcheck analyze manlint shlint
.PHONY: lint $(lints)
lint: $(lints)

c_sources := src/main.c $(engine_sources) $(program_sources)
tidied    := $(c_sources:%.c=build/tidy/%.ok)

tidy: $(tidied)
build/tidy/%.ok: %.c .clang-tidy $(wildcard src/*/*.h) | $(after)
	@mkdir -p $(@D)
	$(say) TIDY $<
	$(Q)clang-tidy --quiet --warnings-as-errors='*' $< -- -std=c11 $(own_cppflags) 2>$@.log || \
	    { cat $@.log; exit 1; }
	$(Q)touch $@

cppcheck: | $(after)
	$(Q)cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
	    --error-exitcode=1 -j$(JOBS) $(own_cppflags) $(c_sources)

# gcc's analyzer and gcc's warnings as errors.
analyze: | $(after)
	$(Q)$(MAKE) BUILD=build/analyze CC=gcc CFLAGS='-O2 -g -fanalyzer -Werror' all

manlint: | $(after)
	$(Q)mandoc -Tlint -Wwarning $(man_pages)
	$(Q)for page in $(man_pages); do groff -mdoc -ww -z -Tutf8 -Kutf8 $$page || exit 1; done

shlint: | $(after)
	$(Q)shellcheck .ci/run .ci/deps

# --- installing -------------------------------------------------------------------------------

man_pages  := $(sort $(wildcard man/*.[1-8]))
data_files := $(sort $(wildcard data/*.json))

# source:destination:mode, read by both install and uninstall.
installed := $(BUILD)/redflag:$(bindir)/redflag:755 \
             $(foreach f,$(data_files),$f:$(datadir)/$(notdir $f):644) \
             $(foreach f,$(man_pages),$f:$(mandir)/man$(subst .,,$(suffix $f))/$(notdir $f):644) \
             $(BUILD)/redflag-kiosk@.service:$(unitdir)/redflag-kiosk@.service:644 \
             data/completions/redflag.bash:$(bashcompdir)/redflag:644 \
             data/completions/redflag.zsh:$(zshcompdir)/_redflag:644 \
             data/completions/redflag.fish:$(fishcompdir)/redflag.fish:644

# The service names the program where it is installed.
$(BUILD)/redflag-kiosk@.service: data/redflag-kiosk@.service FORCE
	$(Q)sed 's|@bindir@|$(bindir)|' $< > $@
.PHONY: FORCE
FORCE:

.PHONY: install uninstall
install: all $(BUILD)/redflag-kiosk@.service
	$(Q)for entry in $(installed); do \
	    IFS=:; set -- $$entry; unset IFS; \
	    install -D -m "$$3" "$$1" "$(DESTDIR)$$2" && echo "  $(DESTDIR)$$2" || exit 1; \
	done

uninstall:
	$(Q)for entry in $(installed); do \
	    IFS=:; set -- $$entry; unset IFS; \
	    rm -f "$(DESTDIR)$$2" && echo "  $(DESTDIR)$$2" || exit 1; \
	done
	$(Q)rmdir "$(DESTDIR)$(datadir)" 2>/dev/null || true

include tests/quality.mk

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
