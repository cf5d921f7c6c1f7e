# How the engine is shown to be right beyond `make check`: long runs and measures. Included by the
# Makefile, whose variables and rules it uses.
#
#: make compare    100,000 random protocols against the reference (COUNT, SEED)
#: make coverage   lines, branches and MC/DC of the engine; every gap by name

# This test puts a faulty engine under the prover.
$(BUILD)/tests/test_floor: LDFLAGS += -Wl,--wrap=facts_pass

CLANG ?= clang-19
LLVM  ?= -19
compare := $(PYTHON) tests/reference/compare.py

.PHONY: compare coverage
compare: $(BUILD)/tests/driver
	$(Q)nice $(compare) $< --seed $(or $(SEED),1) --count $(or $(COUNT),100000) --cases

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

# What a proof costs.
#: make bench-verify  proof time and memory, with ratios
.PHONY: bench-verify
$(BUILD)/tests/bench-verify: $(BUILD)/tests/bench/verify.o $(BUILD)/libengine.a
	$(call link,$(engine_libs))

bench-verify: $(BUILD)/tests/bench-verify
	$(Q)$< data/cramps.json

# Fuzzers: objects of their own, with coverage feedback and both sanitizers.
#: make fuzz-short three fuzzers, the same inputs every time, under a minute
#: make fuzz       the three fuzzers, FUZZ_SECONDS (600) each; finds go to build/fuzz
FUZZ_SECONDS ?= 600
FUZZ_CC      ?= clang
fuzz_build := build/fuzz
fuzz_flags := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
fuzzers    := $(addprefix $(fuzz_build)/tests/fuzz-,scan load prove)
fuzz_seeds := data tests/protocols tests/protocols/answers tests/protocols/regions
# The prover's input is decisions, not text: long from the start, and no file is a seed.
fuzz_scan  := -max_len=20000
fuzz_load  := -max_len=20000
fuzz_prove := -max_len=500 -len_control=0
fuzz_limits := -timeout=10 -rss_limit_mb=1024 -artifact_prefix=$(fuzz_build)/ -verbosity=0

.PHONY: fuzz fuzz-short fuzzers
fuzzers:
	$(Q)$(MAKE) BUILD=$(fuzz_build) CC='$(FUZZ_CC)' CFLAGS='$(fuzz_flags)' $(fuzzers)

$(fuzz_build)/tests/fuzz-%: $(fuzz_build)/tests/fuzz/%.o $(fuzz_build)/tests/reference/examples.o \
                            $(fuzz_build)/libengine.a
	$(call link,-fsanitize=fuzzer $(engine_libs))

# $(call run_fuzzer,NAME,CORPUS,how long)
run_fuzzer = mkdir -p $2 && nice $(fuzz_build)/tests/fuzz-$1 $3 $(fuzz_$1) $(fuzz_limits) $2 \
             $(if $(filter prove,$1),,$(fuzz_seeds))

fuzz-short: fuzzers
	$(Q)rm -rf $(fuzz_build)/short
	$(Q)$(foreach f,scan load prove,$(call run_fuzzer,$f,$(fuzz_build)/short/$f,-seed=1 -runs=20000) \
	    >$(fuzz_build)/log 2>&1 || { tail -n 60 $(fuzz_build)/log; exit 1; } && ) \
	    echo '  three fuzzers, 20,000 inputs each: nothing found'

fuzz: fuzzers
	$(Q)$(foreach f,scan load prove,$(call run_fuzzer,$f,$(fuzz_build)/corpus/$f,-max_total_time=$(FUZZ_SECONDS) -print_final_stats=1) &&) \
	    echo '  nothing found'

# Small faults planted in the engine, one at a time: is each one noticed?
#: make mutants    all of the red-flag code and a sample of the rest (MUTANTS="--sample 200")
.PHONY: mutants
mutants:
	$(Q)nice $(PYTHON) tests/mutants.py $(MUTANTS)
