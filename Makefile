# The verbs of the project; `make` alone lists them. People and CI type the same ones.
SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV   := .venv
PEERS  := .venv-bench
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet

# What the package is made of; a change in any of it, or in the list itself, reinstalls.
SOURCES := pyproject.toml CMakeLists.txt README.md LICENSE $(sort $(shell \
	find src native -type f -not -name '*.pyc'))

# Programs that the tests compare with or look through, as command:package.
SYSTEM_TOOLS := chromium:chromium ffmpeg:ffmpeg flac:flac lame:lame opusenc:opus-tools \
	oggenc:vorbis-tools

.PHONY: help demo test lint types sanitize arm bench bench-peers clean distclean system-tools FORCE

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed ## install melgram here and draw one recording
	@mkdir -p out
	$(BIN)/melgram picture examples/speech.flac --waveform -o out/speech.png
	@echo "Picture: out/speech.png"

test: $(VENV)/.tested system-tools ## run every test, then lint and types
	$(BIN)/python -m pytest
	@$(MAKE) --no-print-directory lint types

lint: $(VENV)/.tested ## check format and style
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.tested ## check the types
	$(BIN)/pyright

sanitize: $(VENV)/.builder ## run the kernel's self-test under three sanitizers
	@for watch in address,undefined thread; do \
		build="build/sanitize-$${watch%%,*}"; \
		$(BIN)/cmake -G Ninja -S . -B "$$build" -DCMAKE_MAKE_PROGRAM="$$PWD/$(BIN)/ninja" \
			-DMELGRAM_SANITIZE="$$watch" > /dev/null; \
		$(BIN)/cmake --build "$$build" --target melgram_selftest; \
		echo "Under $$watch:"; "$$build/melgram_selftest"; \
	done

arm: $(VENV)/.builder ## build the kernel for AArch64 too, and compare its bits with this machine's
	@missing=""; \
	for pair in aarch64-linux-gnu-g++:g++-aarch64-linux-gnu qemu-aarch64:qemu-user; do \
		command -v "$${pair%%:*}" > /dev/null || missing="$$missing $${pair##*:}"; \
	done; \
	test -z "$$missing" || { echo "Install them: sudo apt-get install$$missing" >&2; exit 1; }
	@build() { CC="$$2" CXX="$$3" $(BIN)/cmake -G Ninja -S . -B "build/bits-$$1" \
			-DCMAKE_MAKE_PROGRAM="$$PWD/$(BIN)/ninja" -DMELGRAM_SELFTEST=ON \
			-DCMAKE_EXE_LINKER_FLAGS=-static > /dev/null; \
		$(BIN)/cmake --build "build/bits-$$1" --target melgram_selftest; }; \
	build here cc c++; build arm aarch64-linux-gnu-gcc aarch64-linux-gnu-g++; \
	here=$$(build/bits-here/melgram_selftest digest); \
	arm=$$(qemu-aarch64 build/bits-arm/melgram_selftest digest); \
	echo "Digest of all features: $$here here, $$arm on AArch64."; test "$$here" = "$$arm"

bench: $(PEERS)/.installed ## measure beside the peers, and write docs/benchmarks.md
	$(PEERS)/bin/python bench/run.py

bench-peers: $(PEERS)/.installed ## make .venv-bench, where other libraries can be measured too
	@echo "Ready: $(PEERS)/bin/python has melgram and its peers."

clean: ## remove what was built
	rm -rf build dist out .pytest_cache .ruff_cache .hypothesis
	find src tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f $(VENV)/.installed $(VENV)/.tested

distclean: clean ## remove the environments too
	rm -rf $(VENV) $(PEERS)

# --- environments ------------------------------------------------------------------------------

# Usage: $(call new_venv,folder). A Debian without python3-venv would leave half a folder behind.
define new_venv
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "melgram needs Python 3.11 or later. Name one: make PYTHON=python3.12 ..." >&2; exit 1; }
@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { \
	echo "$(PYTHON) cannot make environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
$(PYTHON) -m venv $(1)
endef

$(BIN)/pip:
	$(call new_venv,$(VENV))

# The list of sources is itself a source: a deleted file reinstalls too.
$(VENV)/.sources: FORCE | $(BIN)/pip
	@printf '%s\n' $(SOURCES) | cmp -s - $@ || printf '%s\n' $(SOURCES) > $@

# The build tools live in the environment: with pip's throw-away ones the kernel would be compiled
# again for every change of a Python file.
$(VENV)/.builder: | $(BIN)/pip
	$(PIP) 'scikit-build-core>=0.11' cmake ninja
	@touch $@

# A stamp bears the time of the beginning: a file saved during the installation is not missed.
$(VENV)/.installed: $(SOURCES) $(VENV)/.sources | $(VENV)/.builder
	@touch $@.begun
	$(PIP) --no-build-isolation .
	@mv $@.begun $@

$(VENV)/.tested: $(SOURCES) $(VENV)/.sources | $(VENV)/.builder
	@touch $@.begun
	$(PIP) --no-build-isolation '.[dev]'
	@cp -p $@.begun $(VENV)/.installed
	@mv $@.begun $@

# torch first, so that no peer chooses another. torchaudio 2.11.0 asks for an older torch and its
# compiled parts do not load beside this one; its Python parts are what is compared.
$(PEERS)/.installed: $(SOURCES)
	@test -x $(PEERS)/bin/pip || $(MAKE) --no-print-directory $(PEERS)/bin/pip
	$(PEERS)/bin/python -m pip install --quiet torch==2.13.0
	$(PEERS)/bin/python -m pip install --quiet --no-deps torchaudio==2.11.0
	rm -f $(PEERS)/lib/python3*/site-packages/torchaudio/lib/*.so
	$(PEERS)/bin/python -m pip install --quiet . \
		audioflux kaldi-native-fbank librosa matplotlib openai-whisper scipy transformers
	@touch $@

$(PEERS)/bin/pip:
	$(call new_venv,$(PEERS))

# Tests never skip for a missing program: it is installed, or the run ends with the command to type.
system-tools:
	@missing=""; \
	for pair in $(SYSTEM_TOOLS); do \
		command -v "$${pair%%:*}" > /dev/null || missing="$$missing $${pair##*:}"; \
	done; \
	test -n "$$missing" || exit 0; \
	as_root=""; test "$$(id -u)" = 0 || as_root="sudo -n"; \
	install="apt-get install -y --no-install-recommends$$missing"; \
	echo "Installing:$$missing"; \
	$$as_root $$install || { $$as_root apt-get update && $$as_root $$install; } || { \
		echo "The tests need:$$missing. Install it: sudo $$install" >&2; exit 1; }
