# Every target is one line of run.sh or tongban; where there is no make, call those.
# SCALE says how large the long tests are: 1 for `make test`, SOAK_SCALE for `make soak`.
SCALE ?= 1
SOAK_SCALE ?= 10
PORT ?= 8000
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help rules run test soak check format setup scenarios workers db migrate rebuild bench bench-growth tck lint-bpmn docs

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24

run: ## the city, on http://127.0.0.1:8000
	@sh run.sh run --port $(PORT) $(ARGS)

test: ## all tests, on the embedded database and on PostgreSQL 15 where one is installed
	@SCALE=$(SCALE) sh run.sh test $(ARGS)

soak: ## the same tests, SOAK_SCALE times as large
	@SCALE=$(SOAK_SCALE) sh run.sh test $(ARGS)

check: ## format, lint, types, house rules
	@sh run.sh check

setup: ## virtual environment and packages only
	@sh run.sh setup

format: setup ## put the code into shape
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

REPORT ?= stories.md

scenarios: setup ## the stories only, and their report in Chinese: printed, and kept in REPORT
	@.venv/bin/python -m pytest tests/scenarios --report=$(REPORT) $(ARGS)

workers: setup ## workers alone, against DATABASE_URL or our own server
	@sh run.sh workers $(ARGS)

db: ## a database shell
	@sh run.sh db psql $(ARGS)

migrate: ## bring the tables up to date
	@sh run.sh migrate $(ARGS)

rebuild: ## make the projections again from the journal
	@sh run.sh rebuild $(ARGS)

bench: ## W1 to W4, a JSON line a run
	@sh run.sh bench $(ARGS)

bench-growth: ## W5, the cost of step k, memory
	@sh run.sh bench --growth $(ARGS)

tck: ## how many results of the DMN conformance tests in the folder TCK are right
	@sh run.sh bench --tck "$(TCK)" $(ARGS)

lint-bpmn: ## every process file against the designer's rules
	@sh run.sh lint bpmn/processes

rules: setup ## the documents on the designer's rules, from their examples
	@.venv/bin/python -m tests.bpmn.examples

docs: setup ## the documents, checked: links, commands, dependencies
	@.venv/bin/python -m pytest -q tests/house/test_papers.py
