# How the engine is shown to be right beyond `make check`: long runs and measures. Included by the
# Makefile, whose variables and rules it uses.
#
#: make compare    100,000 random protocols against the reference (COUNT, SEED)
#: make coverage   lines, branches and MC/DC of the engine; every gap by name

CLANG ?= clang-19
LLVM  ?= -19
SEED  ?= 1
COUNT ?= 100000
compare := $(PYTHON) tests/reference/compare.py

.PHONY: compare coverage
compare: $(BUILD)/tests/driver
	$(Q)nice $(compare) $< --seed $(SEED) --count $(COUNT) --cases

# The unit tests and what the driver is made to do, counted by clang.
coverage_build := build/coverage
coverage_tests := $(unit_tests:$(BUILD)/%=$(coverage_build)/%)
coverage_flags := -O1 -g -fprofile-instr-generate -fcoverage-mapping -fcoverage-mcdc
coverage:
	$(Q)$(MAKE) BUILD=$(coverage_build) CC='$(CLANG)' CFLAGS='$(coverage_flags)' \
	    $(coverage_tests) $(coverage_build)/tests/driver
	$(Q)rm -rf $(coverage_build)/profiles && mkdir -p $(coverage_build)/profiles
	$(Q)for t in $(coverage_tests); do \
	    LLVM_PROFILE_FILE=$(coverage_build)/profiles/$$(basename $$t).profraw \
	        $$t >$(coverage_build)/log 2>&1 || { cat $(coverage_build)/log; exit 1; }; done
	$(Q)LLVM_PROFILE_FILE=$(coverage_build)/profiles/driver-%p.profraw \
	    $(compare) $(coverage_build)/tests/driver --count 1000 --cases
	$(Q)llvm-profdata$(LLVM) merge -o $(coverage_build)/profile $(coverage_build)/profiles/*
	$(Q)llvm-cov$(LLVM) export -instr-profile=$(coverage_build)/profile \
	    $(coverage_tests:%=-object %) -object $(coverage_build)/tests/driver \
	    >$(coverage_build)/export.json
	$(Q)$(PYTHON) tests/coverage.py $(coverage_build)/export.json
