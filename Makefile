# Everything a newcomer needs: `make run` and `make test`. Each installs what is missing, builds, goes.
SHELL := /bin/bash
.DEFAULT_GOAL := build

# The one place where Debian packages are declared.
BUILD_PACKAGES := g++ make cmake ninja-build libsystemc-dev libboost-program-options-dev \
  libboost-iostreams-dev libyaml-cpp-dev libeigen3-dev libfmt-dev nlohmann-json3-dev libgtest-dev \
  libgmock-dev libbenchmark-dev libonnx-dev libprotobuf-dev coinor-libclp-dev libhwy-dev
RUN_PACKAGES := gnuplot-nox fonts-liberation dataset-fashion-mnist
CHECK_PACKAGES := clang-format clang-tidy clang-16 gcovr universal-ctags
FUZZ_PACKAGES := clang-16 libclang-rt-16-dev lld-16 llvm-16
PYTHON_PACKAGES := pybind11-dev python3-dev python3-pytest mypy jupyter-nbconvert python3-ipykernel python3-pandas \
  python3-matplotlib
PAGE_PACKAGES := gnuplot-nox fonts-liberation chromium python3-minimal
PAPER_PACKAGES := gnuplot-nox fonts-liberation texlive-latex-base texlive-latex-recommended python3-minimal
SITE_PACKAGES := gnuplot-nox fonts-liberation mkdocs mkdocs-material python3-yaml chromium python3-minimal
DEB_PACKAGES := dpkg-dev mmdebstrap
SLURM_PACKAGES := slurm-wlm munge parallel python3-minimal

JOBS ?= $(shell nproc)
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
METRONOME := build/release/metronome

# $(call install,PACKAGES): apt-get only for what dpkg does not know as installed.
define install
	@missing=$$(dpkg-query -W -f '$${Package} $${Status}\n' $(1) 2>/dev/null \
	  | awk '/install ok installed/ {print $$1}' | sort -u \
	  | comm -13 - <(printf '%s\n' $(1) | sort -u) | xargs); \
	if [ -n "$$missing" ]; then \
	  echo "installing: $$missing"; \
	  $(SUDO) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $$missing \
	    >build-packages.log 2>&1 || { cat build-packages.log; exit 1; }; \
	  rm -f build-packages.log; \
	fi
endef

.PHONY: help build run test test-all test-pages test-paper test-site test-packages test-slurm first-hour lessons docs docs-serve screenshots install portable tarball deb doctor test-python python learning methods schedule-search search-worth study formats-study bench build-time dram-table faults torture extend fuzz fuzzers fuzz-smoke coverage metrics picture format packages clean \
  check check-format check-tidy check-asan check-tsan check-clang

help:  ## this list
	@echo "make TARGET; without one, the program is built"
	@sed -n 's/^\([a-z-]*\):[^#]*##  *\(.*\)/\1|\2/p' Makefile | sort | awk -F'|' '{printf "  %-14s %s\n", $$1, $$2}'
	@echo "The program itself: $(METRONOME) --help"

packages:
	$(call install,$(BUILD_PACKAGES) $(RUN_PACKAGES))

build: packages  ## the command line tool: build/release/metronome
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS) --target metronome

run: build  ## the main job; README says how long it takes
	$(METRONOME) run configs/experiments/quickstart.yaml

# Labels of tests that need more packages than building.
MORE := ^(pages|paper|site|packages|slurm)$$
test: packages  ## every test that needs no more packages than building
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS)
	ctest --preset release -j $(JOBS) -LE '$(MORE)'

test-pages: build  ## reports in a headless Chromium, at three widths, light, dark and on paper
	$(call install,$(PAGE_PACKAGES))
	ctest --preset release -L '^pages$$' --no-tests=error

test-paper: build  ## the sample paper, built by LaTeX without a line that is too full
	$(call install,$(PAPER_PACKAGES))
	ctest --preset release -L '^paper$$' --no-tests=error

test-site: build  ## the site: lessons executed, pages built and opened, links followed
	$(call install,$(SITE_PACKAGES))
	ctest --preset release -L '^site$$' --no-tests=error

test-packages: build  ## the package in a clean Debian (root and a mirror)
	$(call install,$(DEB_PACKAGES))
	ctest --preset release -L '^packages$$' --no-tests=error

test-slurm: build  ## sweeps on a Slurm of one node that the test starts (root)
	$(call install,$(SLURM_PACKAGES))
	ctest --preset release -L '^slurm$$' --no-tests=error

first-hour:  ## clone, make run and a figure for a paper in a clean Debian, timed (root and a mirror)
	$(call install,$(DEB_PACKAGES))
	tests/packages/first_hour.sh . build/first_hour

docs: build  ## the site of documents: build/site/site/index.html
	$(call install,$(SITE_PACKAGES))
	docs/site/build.sh $(METRONOME) build/site

lessons: build  ## what the lessons' commands print is put into the pages of docs/tutorial
	$(call install,$(SITE_PACKAGES))
	METRONOME_CACHE=off /usr/bin/python3 -B docs/tutorial/run.py $(METRONOME) configs build/tutorial --write

docs-serve: docs  ## the same with its search, at http://127.0.0.1:8000
	/usr/bin/python3 -m http.server --bind 127.0.0.1 --directory build/site/site 8000

# Of a result of `metronome run`: FOLDER=results/runs/quickstart.
FOLDER ?= build/release/tests/pages/results/comparison
screenshots: build  ## each section of a report at each width, as build/screenshots/WIDTH/SECTION.png
	$(call install,$(PAGE_PACKAGES))
	@[ -e $(FOLDER)/report.html ] || ctest --preset release -L '^pages$$' -R results --no-tests=error
	/usr/bin/python3 -B tests/pages/check_report.py $(FOLDER) --pictures build/screenshots

PREFIX ?= /usr/local
install: build  ## program, presets, pages of the manual and completion below PREFIX (/usr/local)
	cmake --install build/release --component program --prefix $(PREFIX)

VERSION := $(shell sed -nE 's/^project.metronome VERSION ([0-9.]*).*/\1/p' CMakeLists.txt)
portable: packages
	@cmake --preset portable >/dev/null
	@cmake --build --preset portable -j $(JOBS) --target metronome

tarball: portable  ## build/metronome-VERSION.tar.gz: unpacked anywhere, it runs; libraries are inside
	cmake/tarball.sh build/portable build/metronome-$(VERSION).tar.gz

deb: portable  ## build/metronome_VERSION_ARCHITECTURE.deb
	$(call install,$(DEB_PACKAGES))
	cmake/deb.sh build/portable build $(VERSION)

doctor: build  ## what is missing here, and what that costs
	$(METRONOME) doctor

test-all: test test-pages test-paper test-site test-slurm test-python  ## every test, and those that need more packages than building

python: packages  ## the Python module; docs/python.md says how it is installed
	$(call install,$(PYTHON_PACKAGES))
	@cmake --preset python >/dev/null
	@cmake --build --preset python -j $(JOBS)

test-python: python  ## the Python package as it is installed: pytest, mypy, notebooks
	METRONOME_NO_SKIPS=1 ctest --preset python -j $(JOBS) -L '^python$$' --no-tests=error

learning: build  ## accuracies of CPT and static precision (five seeds, two hours on two cores); goes on where it was stopped
	for study in learning learning_arithmetic learning_statistics learning_schedules; do \
	  $(METRONOME) study configs/studies/$$study.yaml --table results/$$study || exit $$?; \
	done

# Goes on where it was stopped.
SCHEDULE_TABLES := search.md candidates.csv evaluations.csv final.csv front.csv recipe.json
schedule-search: build  ## schedules of bits by successive halving, beside static bits and CPT: accuracy on the test split, energy
	@mkdir -p results/schedule_search
	$(METRONOME) search configs/searches/precision_schedules.yaml --jobs $(JOBS)
	cp $(addprefix results/runs/precision_schedules/,$(SCHEDULE_TABLES)) results/schedule_search/

# Goes on where it was stopped.
WORTH_TABLES := search.md worth.csv front.csv recipe.json
search-worth: build  ## what searching is worth: a space of 4096 machines whole, and what three methods find with a tenth of it
	@mkdir -p results/search_worth
	$(METRONOME) search configs/searches/search_worth.yaml --jobs $(JOBS)
	cp $(addprefix results/runs/search_worth/,$(WORTH_TABLES)) results/search_worth/

# Goes on where it was stopped.
METHODS := methods methods_ebs methods_ends methods_ends_ebs methods_bdfa
methods: build  ## other published ways of training beside plain codes, three seeds: accuracy, time, energy, bytes
	@mkdir -p results/methods
	@for study in $(METHODS); do \
	  $(METRONOME) study configs/studies/$$study.yaml --jobs $(JOBS) --table results/methods/$$study || exit; \
	done
	$(METRONOME) reproduce reachability --out results/reachability
	$(METRONOME) reproduce smartdeal --out results/smartdeal --jobs $(JOBS)
	$(METRONOME) reproduce equal_area --out results/equal_area --jobs $(JOBS)

# One after the other; a study that was stopped goes on where it was. main_job and memory are simulated, the others are in
# closed form (`mode` in configs/sweeps).
STUDY := main_job paper_models sensitivity memory dram_bandwidth exempt_layers fashion_mnist
study: build  ## what CPT saves: the paper's models on all machines, and what that depends on (no training)
	@for sweep in $(STUDY); do \
	  $(METRONOME) sweep configs/sweeps/$$sweep.yaml --jobs $(JOBS) --tables results/study/$$sweep || exit; \
	done
	$(METRONOME) reproduce published_points --out results/published_points --jobs $(JOBS)

formats-study: build  ## language models in today's number formats: time, energy, what is left of the promised speed
	$(METRONOME) reproduce formats --out results/formats --jobs $(JOBS)

bench: packages  ## speed, one row a benchmark
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS) --target metronome_bench
	build/release/tests/bench/metronome_bench

build-time: packages  ## CPU time of building from nothing, and what touching a header costs (an idle machine, without cache)
	cmake/build_time.sh $(JOBS)

dram-table: packages  ## the DRAM model beside others: agreement and speed
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS) --target dram_table
	build/release/tests/bench/dram_table

faults: packages  ## the faults that were found by trying, each with its tests and their state
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS)
	@ctest --preset release -j $(JOBS) -R 'F[0-9]_' --output-junit faults.xml >build/release/faults.log \
	  || tail -40 build/release/faults.log
	@build/release/tests/faults/faults_table tests/faults/faults.csv build/release/faults.xml

# A thousand kills, each call that changes files at least once; TORTURE=60: a sample of so many. A campaign is
# repeated with its SEED.
TORTURE ?=
SEED ?= 1
torture: build  ## the program is killed and run again: nothing may be lost, left behind or different
	@cmake --build --preset release -j $(JOBS) --target torture
	build/release/tests/torture/torture --program $(METRONOME) --configs configs --seed $(SEED) --slots $(JOBS) \
	  --library build/release/tests/torture/libkill_at.so --kills $(or $(TORTURE),1000) $(if $(TORTURE),,--every-call)

fuzzers: packages
	$(call install,$(FUZZ_PACKAGES))
	@cmake --preset fuzz >/dev/null
	@cmake --build --preset fuzz -j $(JOBS)

# TARGET: names of tests/fuzz/targets.def, all without it; RUNS: inputs for each.
RUNS ?= 1000000
fuzz: fuzzers  ## damaged inputs for every reader (tests/fuzz/README.md)
	tests/fuzz/fuzz.sh build/fuzz --runs $(RUNS) --jobs $(JOBS) $(TARGET)

# The same inputs each time, as long as the readers stay the same.
fuzz-smoke: fuzzers  ## the same for some seconds each
	@rm -rf build/fuzz/smoke
	tests/fuzz/fuzz.sh build/fuzz --runs 20000 --seed 1 --into build/fuzz/smoke --jobs $(JOBS) $(TARGET)

extend: packages  ## one of each kind of thing is added to a copy of the project, built and used (tests/extend)
	tests/extend/extend.sh . build/extend $(JOBS)

check: check-format check-tidy check-clang check-asan check-tsan coverage  ## what must hold before a change is proposed

check-format:
	$(call install,$(BUILD_PACKAGES) $(CHECK_PACKAGES))
	clang-format --dry-run -Werror $$(git ls-files '*.cpp' '*.hpp' '*.cc')

check-tidy: packages
	$(call install,$(CHECK_PACKAGES))
	@cmake --preset tidy >/dev/null
	git ls-files '*.cpp' '*.cc' | grep -v -e ^tests/ -e ^sim/python/ -e ^cmake/ | xargs -P $(JOBS) -n 4 clang-tidy -p build/tidy --quiet --extra-arg=-Wno-unknown-warning-option

check-clang: packages  ## everything by another compiler, without a warning
	$(call install,$(CHECK_PACKAGES))
	@cmake --preset clang >/dev/null
	cmake --build --preset clang -j $(JOBS)

# Address and undefined-behaviour sanitizers: the whole suite, or with SHARD=i/n the i-th part of its programs.
SHARD ?= 1/1
check-asan: packages
	@cmake --preset asan >/dev/null
	@set -e; \
	programs=$$(cmake --build --preset asan --target help | grep -o '^test_[a-z_0-9]*' | sort -u \
	  | awk -v shard=$(SHARD) 'BEGIN {split(shard, s, "/")} NR % s[2] == s[1] % s[2]'); \
	echo "shard $(SHARD):" $$programs; \
	cmake --build --preset asan -j $(JOBS) --target $$programs; \
	ctest --preset asan -j $(JOBS) -L "^($$(echo $$programs | tr ' ' '|'))$$" --no-tests=error

# Threads: the trainer, its kernels and the pools of threads and processes.
TSAN_PROGRAMS := test_sim_base test_workloads_nn test_workloads_tensor test_workloads_train
check-tsan: packages
	@cmake --preset tsan >/dev/null
	cmake --build --preset tsan -j $(JOBS) --target $(TSAN_PROGRAMS)
	ctest --preset tsan -j $(JOBS) -L "^($$(echo $(TSAN_PROGRAMS) | tr ' ' '|'))$$" --no-tests=error

coverage: packages  ## lines and branches that the tests reach, folder by folder
	$(call install,$(CHECK_PACKAGES))
	@cmake --preset coverage >/dev/null
	@cmake --build --preset coverage -j $(JOBS)
	@find build/coverage -name '*.gcda' -delete
	ctest --preset coverage -j $(JOBS) -LE '$(MORE)'
	gcovr --root . --object-directory build/coverage --filter '(sim|arch|workloads)/' --csv build/coverage/coverage.csv \
	  --exclude-unreachable-branches --exclude-throw-branches --gcov-ignore-parse-errors -j $(JOBS)
	@awk -f cmake/coverage.awk build/coverage/coverage.csv

picture: packages  ## docs/architecture.svg: the graph of folders, without the arrows that others imply
	$(call install,graphviz)
	@cmake --preset release >/dev/null
	awk -f cmake/architecture.awk build/release/folders.txt | tred | dot -Tsvg >docs/architecture.svg

metrics: packages  ## size, comments, functions and tests of the sources, folder by folder, against their limits
	$(call install,$(CHECK_PACKAGES))
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS) --target metrics
	@git ls-files '*.cpp' '*.hpp' '*.cc' | grep -v ^tests/fuzz/corpus/ >build/release/metrics.files
	@ctags -L build/release/metrics.files --c++-kinds=f --fields=ne -f build/release/metrics.tags
	@build/release/tests/metrics/metrics build/release/metrics.files build/release/metrics.tags

format:
	clang-format -i $$(git ls-files '*.cpp' '*.hpp' '*.cc')

clean:
	rm -rf build
