# `make run` opens the app, `make test` checks everything; both set up the virtual environment first, and only once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test picture benchmark clean

run: $(VENV)/app.stamp
	$(BIN)/streamlit run app.py

test: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --num-workers 2
	$(BIN)/pytest --numprocesses 2 --no-loadscope-reorder

picture: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.picture

benchmark: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.page

clean:
	rm -rf $(VENV)

$(VENV)/app.stamp: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/pip install --quiet --requirement requirements.txt
	touch $@

$(VENV)/dev.stamp: $(VENV)/app.stamp pyproject.toml
	$(BIN)/pip install --quiet --group dev
	touch $@
