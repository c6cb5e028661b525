# Needs a JDK 25 and git; `make` alone says what there is to do. Works with GNU Make 3.81 and newer.
IMAGE ?= gitopsbinding-operator:0.1.0-SNAPSHOT
FUZZ_TIME ?= 30s
JMH = $(shell find src/bench/java -name '*Benchmark.java')
SOAK_SECONDS ?= 600

# Only the targets that need a JDK and Maven look for them. MVN is another Maven's command.
ifneq ($(filter demo test mutants fuzz bench soak jmh crds fmt verify run aot,$(MAKECMDGOALS)),)
export JAVA_HOME := $(shell src/build/find-jdk.sh)
ifeq ($(JAVA_HOME),)
$(error a JDK 25 is needed, see above)
endif
ifndef MVN
MVN := $(shell JAVA_HOME='$(JAVA_HOME)' src/build/find-mvn.sh) --batch-mode --no-transfer-progress
endif
endif

.PHONY: help demo test mutants fuzz bench soak jmh envtest registry promtool kstatus crds lint fmt verify image run aot clean

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1#\2/p' Makefile | awk -F'#' '{ printf "  make %-9s %s\n", $$1, $$2 }'

demo: envtest registry ## Show the operator at work on a real API server, git server and registry (KEEP=1 leaves them running)
	$(MVN) --quiet -Dmaven.test.skip=true package
	src/test/demo/demo.sh

test: lint envtest registry promtool kstatus ## Run all tests and checks; target/faults.md lists the injected faults
	@rm -rf target/faults
	$(MVN) verify

mutants: ## Break what is decided in every way PIT knows, and see whether a unit test notices
	$(MVN) -Pmutants test-compile pitest:mutationCoverage

fuzz: ## Try made-up inputs for FUZZ_TIME=30s on each fuzz test (FUZZ="workload KnownHosts" for some)
	$(MVN) --quiet test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath
	src/fuzz/fuzz.sh $(FUZZ_TIME) "target/test-classes:target/classes:$$(cat target/test.classpath)" $(FUZZ)

bench: envtest ## Measure the program (SCENARIOS="one-warm burst-100" for some; see docs/benchmark.md)
	$(MVN) --quiet -DskipTests package
	src/build/aot.sh target
	$(MVN) --quiet exec:java -Dexec.mainClass=dev.gitopsbinding.bench.BenchMain -Dexec.classpathScope=test \
	  -Dexec.args="$(SCENARIOS)"

soak: envtest ## Let random faults loose on 100 bindings (SOAK_SECONDS=600), and check that nothing is lost
	$(MVN) --quiet -DskipTests package
	$(MVN) --quiet exec:java -Dexec.mainClass=dev.gitopsbinding.bench.SoakMain -Dexec.classpathScope=test \
	  -Dexec.args="$(SOAK_SECONDS) $(SEED)"

jmh: ## Measure the splice and the tree rewrite by JMH
	$(MVN) --quiet test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath
	rm -rf target/jmh && mkdir target/jmh
	$(JAVA_HOME)/bin/javac -d target/jmh -proc:full -processor org.openjdk.jmh.generators.BenchmarkProcessor \
	  -cp "target/test-classes:target/classes:$$(cat target/test.classpath)" $(JMH)
	$(JAVA_HOME)/bin/java -cp "target/jmh:target/test-classes:target/classes:$$(cat target/test.classpath)" \
	  org.openjdk.jmh.Main -rf json -rff target/jmh/results.json

envtest: ## Find or get the API server's programs that the tests need, once
	@src/test/envtest/envtest.sh

registry: ## Find or get the container registry that the tests need, once
	@src/test/registry/registry.sh

promtool: ## Find or get promtool, which the tests of the alerts need, once
	@src/test/prometheus/promtool.sh

kstatus: ## Find or build the program that applies kstatus' own rules in a test, once
	@src/test/kstatus/kstatus.sh

crds: ## Write deploy/crds from the Java types
	$(MVN) --quiet test-compile exec:java -Dexec.mainClass=dev.gitopsbinding.crd.CrdGeneratorMain -Dexec.classpathScope=test

lint: ## Check the shell scripts by shellcheck and the Dockerfile by hadolint; finds or gets both, once
	@src/test/lint/lint.sh

fmt: ## Format the Java sources
	$(MVN) --quiet spotless:apply

verify: lint ## Compile, run the unit tests and all checks, without an API server
	$(MVN) -DskipITs verify

image: ## Build the image $(IMAGE) with docker, podman or buildah
	src/build/image.sh $(IMAGE) $(BUILD_OPTIONS)

run: ## Run the operator against the cluster of the current kubeconfig (POD_NAMESPACE=default holds its lease)
	$(MVN) --quiet -Dmaven.test.skip=true package
	@export POD_NAMESPACE="$${POD_NAMESPACE:-default}"; set -- @src/build/jvm.options; \
	if [ -f target/gitopsbinding-operator.aot ]; then set -- "$$@" -XX:AOTCache=target/gitopsbinding-operator.aot; fi; \
	exec $(JAVA_HOME)/bin/java "$$@" -jar target/gitopsbinding-operator.jar

aot: ## Train the cache that makes starts faster, target/gitopsbinding-operator.aot
	$(MVN) --quiet -Dmaven.test.skip=true package
	src/build/aot.sh target

clean: ## Remove what the build made
	rm -rf target
