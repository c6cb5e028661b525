package dev.gitopsbinding;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;

/** Holds the package rules that docs/design.md describes. */
@AnalyzeClasses(
    packages = "dev.gitopsbinding",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PURE = {
    "dev.gitopsbinding.plan..",
    "dev.gitopsbinding.model..",
    "dev.gitopsbinding.edit..",
    "dev.gitopsbinding.yaml..",
    "dev.gitopsbinding.status.."
  };

  @ArchTest
  static final ArchRule packagesImportOnlyWhatTheyMay =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("api")
          .definedBy("dev.gitopsbinding.api..")
          .layer("model")
          .definedBy("dev.gitopsbinding.model..")
          .layer("logging")
          .definedBy("dev.gitopsbinding.logging..")
          .layer("yaml")
          .definedBy("dev.gitopsbinding.yaml..")
          .layer("edit")
          .definedBy("dev.gitopsbinding.edit..")
          .layer("net")
          .definedBy("dev.gitopsbinding.net..")
          .layer("registry")
          .definedBy("dev.gitopsbinding.registry..")
          .layer("git")
          .definedBy("dev.gitopsbinding.git..")
          .layer("plan")
          .definedBy("dev.gitopsbinding.plan..")
          .layer("status")
          .definedBy("dev.gitopsbinding.status..")
          .layer("metrics")
          .definedBy("dev.gitopsbinding.metrics..")
          .layer("reconcile")
          .definedBy("dev.gitopsbinding.reconcile..")
          .layer("config")
          .definedBy("dev.gitopsbinding.config..")
          .layer("http")
          .definedBy("dev.gitopsbinding.http..")
          .layer("root")
          .definedBy("dev.gitopsbinding")
          .whereLayer("api")
          .mayNotAccessAnyLayer()
          .whereLayer("model")
          .mayOnlyAccessLayers("api")
          .whereLayer("logging")
          .mayOnlyAccessLayers("api", "model")
          .whereLayer("edit")
          .mayOnlyAccessLayers("api", "model")
          .whereLayer("yaml")
          .mayOnlyAccessLayers("api", "model", "edit")
          .whereLayer("net")
          .mayOnlyAccessLayers("api", "model")
          .whereLayer("registry")
          .mayOnlyAccessLayers("api", "model", "net")
          .whereLayer("git")
          .mayOnlyAccessLayers("api", "model", "logging", "net")
          .whereLayer("plan")
          .mayOnlyAccessLayers("api", "model")
          .whereLayer("status")
          .mayOnlyAccessLayers("api", "model", "plan")
          .whereLayer("metrics")
          .mayOnlyAccessLayers("api", "model", "yaml", "net", "git", "registry", "plan", "status")
          .whereLayer("reconcile")
          .mayOnlyAccessLayers(
              "api",
              "model",
              "logging",
              "edit",
              "yaml",
              "net",
              "git",
              "registry",
              "plan",
              "status",
              "metrics")
          .whereLayer("config")
          .mayNotAccessAnyLayer()
          .whereLayer("http")
          .mayNotAccessAnyLayer()
          .whereLayer("root")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("dev.gitopsbinding.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule jgitIsSeenOnlyInGit =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.gitopsbinding.git..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.jgit..", "org.apache.sshd..");

  @ArchTest
  static final ArchRule httpClientIsSeenOnlyWhereHostsAreReached =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.gitopsbinding.net..", "dev.gitopsbinding.git..", "dev.gitopsbinding.registry..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hc..");

  @ArchTest
  static final ArchRule pureCodeTouchesNoFileSocketOrLogger =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.nio.file..",
              "java.net.http..",
              "java.nio.channels..",
              "org.slf4j..",
              "java.sql..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.File")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.net.Socket.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.time.Clock.class);

  @ArchTest
  static final ArchRule pureCodeReadsNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager");

  @ArchTest
  static final ArchRule packagesAreKnown =
      ArchRuleDefinition.classes()
          .that(
              JavaClass.Predicates.resideOutsideOfPackages(
                  "dev.gitopsbinding.api.v1alpha1",
                  "dev.gitopsbinding.model",
                  "dev.gitopsbinding.logging",
                  "dev.gitopsbinding.yaml",
                  "dev.gitopsbinding.net",
                  "dev.gitopsbinding.git",
                  "dev.gitopsbinding.registry",
                  "dev.gitopsbinding.plan",
                  "dev.gitopsbinding.plan.rule",
                  "dev.gitopsbinding.edit",
                  "dev.gitopsbinding.status",
                  "dev.gitopsbinding.metrics",
                  "dev.gitopsbinding.reconcile",
                  "dev.gitopsbinding.config",
                  "dev.gitopsbinding.http"))
          .should()
          .resideInAPackage("dev.gitopsbinding");
}
