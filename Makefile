# Everything here works on a fresh clone with Python 3.11 or newer and nothing installed.
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.ready

.PHONY: demo test sweeps story witnesses bench check pictures lock clean

$(SETUP): requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(SETUP)

demo: $(SETUP) ## A Local Workspace and the service with the sample trust; Ctrl-C ends it
	$(BIN)/python -m tools.demo

story: $(SETUP) ## A year and its turn, for a 40-person trust, over HTTP, without a browser
	$(BIN)/python -m tools.story

# Coverage costs a third of the time: it is measured where as much as in CI is tried.
COVERAGE := $(if $(GGP_SWEEP),--cov --cov-report=term --cov-fail-under=95)

test: $(SETUP) ## Every check and every test; GGP_SWEEP=12 disturbs one call in twelve, follows three years, and measures coverage
	$(BIN)/python -m tools.check
	$(BIN)/python -m pytest -n 2 --dist worksteal $(COVERAGE)

sweeps: $(SETUP) ## Disturbs runs at every call there is, and follows a trust through three years of Mondays; takes long
	GGP_SWEEP=1 $(BIN)/python -m pytest -n 2 --dist worksteal -m "sweep or journey"

check: $(SETUP) ## Only the checks: style, types, import contracts
	$(BIN)/python -m tools.check

witnesses: $(SETUP) ## Replays the recordings of the real Google and prints N of M
	$(BIN)/python -m tests.witnesses
	$(BIN)/python -m tests.witnesses.gspread_suite

bench: $(SETUP) ## Reruns every benchmark
	$(BIN)/python -m tools.bench
	$(BIN)/python -m tools.bench_night
	$(BIN)/python -m tools.bench_collect
	$(BIN)/python -m tools.bench_rollover

pictures: $(SETUP) ## Takes the pictures in docs/pictures from the running demo
	$(BIN)/python -m tools.pictures

lock: ## Writes the locked dependencies anew
	$(BIN)/pip-compile --quiet --no-strip-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --no-strip-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --extra dev --output-file requirements-dev.txt pyproject.toml

clean: ## Takes away what setting up and the demo made
	rm -rf .venv .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
