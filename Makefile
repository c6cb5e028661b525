# Needs a JDK 25 and git; `make` alone lists the targets. Works with GNU Make 3.81 and newer.
IMAGE ?= gitopsbinding-operator:0.1.0-SNAPSHOT
FUZZ_TIME ?= 30s
JMH = $(shell find src/bench/java -name '*Benchmark.java')
SOAK_SECONDS ?= 600
PREFIX ?= $(HOME)/.local

# Only the targets that need a JDK and Maven look for them. MVN is another Maven's command.
ifneq ($(filter demo test kubernetes release release-dry-run reproducible vulnerabilities mutants fuzz bench soak history jmh crds fmt verify run migrate preview aot plugin,$(MAKECMDGOALS)),)
export JAVA_HOME := $(shell src/build/find-jdk.sh)
ifeq ($(JAVA_HOME),)
$(error a JDK 25 is needed, see above)
endif
ifndef MVN
MVN := $(shell JAVA_HOME='$(JAVA_HOME)' src/build/find-mvn.sh) --batch-mode --no-transfer-progress
endif
endif

.PHONY: help demo test mutants fuzz bench soak history jmh envtest registry promtool kstatus chromium otlp gitea helm crds lint fmt verify image run migrate preview aot plugin kubernetes release release-dry-run reproducible vulnerabilities clean

# What is run, not tested: compiled without the checks. Maven's own libraries would warn of what the JDK will forbid.
PACKAGE = MAVEN_OPTS='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC $(MAVEN_QUIET)' $(MVN) --quiet -Dstyle.color=never \
  -Dmaven.test.skip=true -Dcompiler.checks=-proc:none package
MAVEN_QUIET = --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED $(MAVEN_OPTS)

# `make test KUBERNETES=1.34` tests against an API server of another version, which `make envtest` gets first.
ifneq ($(KUBERNETES),)
export KUBERNETES
export KUBE_API_TEST_DIR := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/gitopsbinding/envtest-$(KUBERNETES)
endif

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1#\2/p' Makefile | awk -F'#' '{ printf "  make %-15s %s\n", $$1, $$2 }'

demo: envtest registry ## Show the operator with a real API server, git server and registry (KEEP=1 leaves them running)
	@echo 'Building the operator …'
	@$(PACKAGE)
	@src/test/demo/demo.sh

# The compiler with its checks needs 40 % less processor time where only the first JIT compiler works. The JVMs of the
# tests are others.
test verify: export MAVEN_OPTS := -XX:TieredStopAtLevel=1 -XX:+UseSerialGC $(MAVEN_OPTS)

release release-dry-run reproducible vulnerabilities crds fmt: export MAVEN_OPTS := $(MAVEN_QUIET)

test: lint envtest registry promtool kstatus chromium otlp gitea helm ## Run all tests and checks; target/faults.md lists the injected faults
	@src/build/test.sh $(MVN)

mutants: ## Run mutation tests (PIT) on the code that decides
	$(MVN) -Pmutants test-compile pitest:mutationCoverage

fuzz: ## Try generated inputs for FUZZ_TIME=30s on each fuzz test (FUZZ="workload KnownHosts" picks some)
	$(MVN) --quiet test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath
	src/fuzz/fuzz.sh $(FUZZ_TIME) "target/test-classes:target/classes:$$(cat target/test.classpath)" $(FUZZ)

bench: envtest ## Measure the program (SCENARIOS="one-warm burst-100" picks some; see docs/development/benchmark.md)
	$(MVN) --quiet -DskipTests package
	src/build/aot.sh target
	$(MVN) --quiet exec:java -Dexec.mainClass=dev.gitopsbinding.bench.BenchMain -Dexec.classpathScope=test \
	  -Dexec.args="$(SCENARIOS)"

soak: envtest ## Inject random faults while 100 bindings sync (SOAK_SECONDS=600), and check that nothing is lost
	$(MVN) --quiet -DskipTests package
	$(MVN) --quiet exec:java -Dexec.mainClass=dev.gitopsbinding.bench.soak.SoakMain -Dexec.classpathScope=test \
	  -Dexec.args="$(SOAK_SECONDS) $(SEED)"

history: ## Measure how a source's history of 50 000 commits is read, against git clone
	$(MVN) --quiet test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath
	$(JAVA_HOME)/bin/java -cp "target/test-classes:target/classes:$$(cat target/test.classpath)" \
	  dev.gitopsbinding.git.source.history.LongHistoryMain

jmh: ## Measure the YAML edits and the tree rewrite with JMH
	$(MVN) --quiet test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath
	rm -rf target/jmh && mkdir target/jmh
	$(JAVA_HOME)/bin/javac -d target/jmh -proc:full -processor org.openjdk.jmh.generators.BenchmarkProcessor \
	  -cp "target/test-classes:target/classes:$$(cat target/test.classpath)" $(JMH)
	$(JAVA_HOME)/bin/java -cp "target/jmh:target/test-classes:target/classes:$$(cat target/test.classpath)" \
	  org.openjdk.jmh.Main -rf json -rff target/jmh/results.json

envtest: ## Find or download the API server's programs that the tests need, once
	@src/test/envtest/envtest.sh

# What an operator asks of the API server: definition, rules in it, rights, server-side apply, watches, lease, a first push.
KUBERNETES_TESTS = CrdIT,CrdAcceptRejectIT,DefinitionUpgradeIT,InstallationIT,PermissionsIT,OperatorAccessIT,WorkloadKindsIT,MainJobIT,ReplicasIT

kubernetes: envtest registry ## Try the operator against KUBERNETES=1.34: definition, rights, server-side apply, a first push
	$(MVN) -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=$(KUBERNETES_TESTS) -Dspotless.check.skip=true verify

registry: ## Find or download the container registry that the tests need, once
	@src/test/registry/registry.sh

promtool: ## Find or download promtool and Prometheus, which the tests of rules and dashboards need, once
	@src/test/prometheus/promtool.sh

kstatus: ## Find or build the program that applies kstatus' own rules in a test, once
	@src/test/kstatus/kstatus.sh

chromium: ## Find or download the browser that looks at the status page in a test, once
	@src/test/chromium/chromium.sh

otlp: ## Find or build the receiver of traces that a test needs, once
	@src/test/otlp/otlp.sh

gitea: ## Find or build the Gitea that tests need, once
	@src/test/gitea/gitea.sh

helm: ## Find or build the Helm that tests of the chart need, once
	@src/test/helm/helm.sh
	@src/test/helm/monitoring-crds.sh

crds: ## Write deploy/crds from the Java types, and what the chart copies
	$(MVN) --quiet test-compile exec:java -Dexec.mainClass=dev.gitopsbinding.crd.CrdGeneratorMain -Dexec.classpathScope=test

lint: ## Check the shell scripts with shellcheck and the Dockerfile with hadolint; finds or downloads both, once
	@src/test/lint/lint.sh

fmt: ## Format the Java sources
	$(MVN) --quiet spotless:apply

verify: lint ## Compile, run the unit tests and all checks, without an API server
	$(MVN) -DskipITs verify

image: ## Build the image $(IMAGE) with docker, podman or buildah
	src/build/image.sh $(IMAGE) $(BUILD_OPTIONS)

run: ## Run the operator against the cluster of the current kubeconfig, or in place of a kept demo's (POD_NAMESPACE=default holds its lease)
	$(PACKAGE)
	@src/build/run.sh target

migrate: ## Print bindings for Deployments annotated for gitops-operator (DEPLOYMENTS="file.yaml"; default: standard input)
	@built=$$($(PACKAGE) < /dev/null 2>&1) || { echo "$$built" >&2; exit 1; }
	@$(JAVA_HOME)/bin/java -cp target/gitopsbinding-operator.jar dev.gitopsbinding.cli.CliMain migrate $(or $(DEPLOYMENTS),-)

preview: ## Show what bindings of files would write, without a cluster (PREVIEW="-f binding.yaml --secret secret.yaml")
	@built=$$($(PACKAGE) < /dev/null 2>&1) || { echo "$$built" >&2; exit 1; }
	@$(JAVA_HOME)/bin/java @src/build/jvm.options -cp target/gitopsbinding-operator.jar dev.gitopsbinding.cli.CliMain preview $(or $(PREVIEW),-f -)

aot: ## Train the cache that makes starts faster, target/gitopsbinding-operator.aot
	$(PACKAGE)
	src/build/aot.sh target

release-dry-run: TAG =
release release-dry-run: envtest helm lint ## Make all files of a release in target/release, without network, and publish nothing
	$(MVN) --quiet -Dmaven.test.skip=true -Dscm.revision=$$(git rev-parse HEAD) package cyclonedx:makeBom
	src/build/release/release.sh '$(TAG)'

reproducible: ## Build twice, in other folders and under other settings, and compare all that is shipped
	src/build/release/reproducible.sh '$(MVN)'

vulnerabilities: ## Look for known vulnerabilities of the libraries that are shipped (asks osv.dev)
	$(MVN) --quiet -Dmaven.test.skip=true package cyclonedx:makeBom
	src/test/scan/scan.sh target/gitopsbinding-operator.cdx.json

plugin: ## Install `kubectl gitopsbinding` into PREFIX=~/.local (bin and share/gitopsbinding)
	$(PACKAGE)
	src/build/plugin.sh target "$(PREFIX)"

clean: ## Remove what the build created
	rm -rf target
