# `make run` opens the app, `make check` is for every change, `make test` checks everything; each sets up the virtual
# environment first, and only once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/pytest --numprocesses 2 --no-loadscope-reorder

# What Python and pytest have compiled is kept for the next process, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run check quick test static javascript picture benchmark clean

run: $(VENV)/app.stamp
	$(BIN)/streamlit run app.py

# What needs no browser and no server; the tools beside the tests, for the tests' first seconds keep one core only.
check: $(VENV)/node.stamp
	$(MAKE) --no-print-directory --jobs 2 static quick

quick: $(VENV)/dev.stamp $(VENV)/node.stamp
	$(PYTEST) -m "not browser and not server"

test: static $(VENV)/node.stamp
	$(PYTEST)

static: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --num-workers 2

# The JavaScript alone: types, form, and its tests in Node. They are among the tests of check and test, too.
javascript: $(VENV)/node.stamp
	$(BIN)/pytest tests/test_javascript.py

picture: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.picture

benchmark: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.page

clean:
	rm -rf $(VENV) .pytest_cache

$(VENV)/app.stamp: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/pip install --quiet --requirement requirements.txt
	touch $@

$(VENV)/dev.stamp: $(VENV)/app.stamp pyproject.toml
	$(BIN)/pip install --quiet --group dev
	touch $@

# Node and what checks the player's JavaScript. Where they cannot be had, its tests are skipped; CI must have them.
$(VENV)/node.stamp: $(VENV)/dev.stamp tests/js/package-lock.json
	if $(BIN)/pip install --quiet --group javascript && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --prefix tests/js; \
	then touch $@; elif [ -n "$$CI" ]; then exit 1; else echo "No Node: the player's JavaScript is not checked."; fi
