# The two commands that matter: `make demo` and `make test`. `make help` lists the others.

BUILD ?= .build
SWIFT_BUILD = swift build --scratch-path $(BUILD)
# The Swift runtime and all libraries are inside: one file that starts fast and runs on any Linux of its kind.
# Exclusive access is watched in the tests; the release goes without. lld, which comes with Swift,
# lays it out so that a start touches fewer pages than with gold.
RELEASE = $(SWIFT_BUILD) --configuration release --static-swift-stdlib \
  -Xswiftc -static-executable -Xswiftc -enforce-exclusivity=unchecked \
  -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors \
  -Xswiftc -use-ld=lld -Xlinker -s
RUN = $$($(RELEASE) --show-bin-path)/workflow-run
PREFIX ?= /usr/local

.PHONY: demo test build release install uninstall dist bench docs mutate fuzz soak format clean help

demo: release ## set up, build, import sample customers and play the reactivation story
	@scripts/demo "$(RUN)"

test: ## set up and run every test
	@scripts/setup python3
	$(SWIFT_BUILD) --build-tests
	swift test --scratch-path $(BUILD) --skip-build
	@scripts/check-scenarios "$$($(SWIFT_BUILD) --show-bin-path)/workflow-run"

build: ## build everything for debugging
	@scripts/setup
	$(SWIFT_BUILD)

release: ## build the command line with optimization, the Swift runtime inside
	@scripts/setup
	$(RELEASE) --product workflow-run

install: release ## install into PREFIX (/usr/local): program, completions, manual page, workflows
	@scripts/setup python3
	@scripts/install "$(RUN)" $(abspath $(PREFIX))

uninstall: ## take away what install installed
	@scripts/install --remove $(abspath $(PREFIX))

dist: release ## pack a tarball and a Debian package into dist/, with their checksums
	@scripts/setup python3
	@scripts/dist "$(RUN)" dist

bench: ## measure, as ratios to reference programs in the same run
	@scripts/setup gcc python3
	for product in workflow-run workflow-bench cel-bench; do $(RELEASE) --product $$product || exit 1; done
	@Benchmarks/run "$$($(RELEASE) --show-bin-path)"

docs: build ## build the documentation of the libraries into .build/docs
	@scripts/documentation "$$($(SWIFT_BUILD) --show-bin-path)" $(BUILD)/docs

mutate: ## plant slips and list those that no test notices (TARGET=, SAMPLE=, SEED=)
	@scripts/setup python3
	@scripts/mutate $(or $(TARGET),WorkflowEngine) --sample $(or $(SAMPLE),50) --seed $(or $(SEED),1)

fuzz: ## try ten million texts on the expression language (RUNS=, SEED=)
	@scripts/setup python3
	@Fuzzing/run $(abspath $(BUILD))/fuzz

soak: ## hold a hundred thousand random workflows against each other, every way in (ROUNDS=, MINUTES=, SEED=)
	@scripts/setup python3
	$(SWIFT_BUILD) --build-tests
	WORKFLOW_ROUNDS=$(or $(ROUNDS),100000) $(if $(MINUTES),WORKFLOW_MINUTES=$(MINUTES)) swift test --scratch-path $(BUILD) --skip-build --filter DifferentialTests

format: ## bring the sources into the house's form
	swift format format --in-place --recursive Package.swift Sources Tests

clean: ## remove everything that was built
	rm -rf $(BUILD)

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18
