# redflag: GNU make. `make` builds, `make check` tests, `make help` lists the rest.
#
# Objects go to $(BUILD), so variants (clang, sanitizers, coverage) never mix:
#   make BUILD=build/asan CFLAGS='-O1 -g -fsanitize=address,undefined' check

BUILD      ?= build
CC         ?= cc
CFLAGS     ?= -O2 -g
PKG_CONFIG ?= pkg-config
PREFIX     ?= /usr/local
PYTHON     ?= /usr/bin/python3

warnings := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
            -Wvla -Wundef -Wformat=2 -Wwrite-strings -Wcast-qual
own_cppflags := -Isrc -D_GNU_SOURCE -DNCURSES_WIDECHAR=1 -DREDFLAG_DATADIR='"$(PREFIX)/share/redflag"'
own_cflags   := -std=c11 $(warnings)

# ncurses for the front end alone: the engine and its tests are linked without it.
engine_libs := $(shell $(PKG_CONFIG) --libs libcjson) -lunistring -lm
curses_libs := $(shell $(PKG_CONFIG) --libs ncursesw)

engine_sources  := $(wildcard src/base/*.c src/engine/*.c)
program_sources := $(wildcard src/page/*.c src/report/*.c src/ui/*.c src/cmd/*.c)
test_sources    := $(wildcard tests/unit/test_*.c)

engine_objects  := $(engine_sources:%.c=$(BUILD)/%.o)
program_objects := $(program_sources:%.c=$(BUILD)/%.o)
unit_tests      := $(test_sources:tests/unit/%.c=$(BUILD)/tests/%)

ifeq ($(V),)
Q := @
say = @printf '  %-5s %s\n'
else
say = @:
endif

.PHONY: all check unit screen clean
all: $(BUILD)/redflag

$(BUILD)/redflag: $(BUILD)/src/main.o $(program_objects) $(BUILD)/libengine.a
	$(say) LINK $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(engine_libs) $(curses_libs)

$(BUILD)/libengine.a: $(engine_objects)
	$(say) AR $@
	$(Q)rm -f $@ && ar rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(say) CC $<
	$(Q)$(CC) $(own_cppflags) $(CPPFLAGS) $(own_cflags) $(CFLAGS) -MMD -MP -c -o $@ $<

# Unit tests see the engine (and the page layer, which knows no terminal), never ncurses.
page_objects := $(patsubst %.c,$(BUILD)/%.o,$(wildcard src/page/*.c src/report/*.c) \
                  src/ui/layout.c src/ui/view.c src/ui/locale.c)
$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(page_objects) $(BUILD)/libengine.a
	$(say) LINK $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(engine_libs) -lcmocka
.SECONDARY:

# This test stands between memory.c and the C library, to let any allocation fail.
$(BUILD)/tests/test_out_of_memory: LDFLAGS += -Wl,--wrap=calloc,--wrap=realloc

# How loading grows with the file, and what its parts cost.
$(BUILD)/tests/bench-load: $(BUILD)/tests/bench/load.o $(BUILD)/libengine.a
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(engine_libs)

bench-load: $(BUILD)/tests/bench-load
	$(Q)$< data/cramps.json

# The engine behind a pipe, for comparing it with the reference in tests/reference.
$(BUILD)/tests/driver: $(BUILD)/tests/reference/driver.o $(BUILD)/libengine.a
	$(say) LINK $@
	$(Q)mkdir -p $(@D) && $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(engine_libs)

unit: $(unit_tests)
	$(Q)for t in $(unit_tests); do $$t || exit 1; done

# The full screen in a real pseudo-terminal, driven with pages made by hand.
screen_objects := $(patsubst %.c,$(BUILD)/%.o,tests/screen/demo.c src/page/page.c \
                    $(addprefix src/ui/,curses.c terminal.c layout.c view.c locale.c))
$(BUILD)/tests/screen/demo: $(screen_objects) $(BUILD)/libengine.a
	@mkdir -p $(@D)
	$(say) LINK $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(engine_libs) $(curses_libs)

screen: $(BUILD)/tests/screen/demo
	$(Q)BUILD=$(BUILD) $(PYTHON) tests/screen/run.py

check: unit screen

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
