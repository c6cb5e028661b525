package dev.gitopsbinding;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the package rules that docs/design.md describes. */
@AnalyzeClasses(
    packages = "dev.gitopsbinding",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PURE = {
    "dev.gitopsbinding.binding..",
    "dev.gitopsbinding.cli.create..",
    "dev.gitopsbinding.cli.migrate..",
    "dev.gitopsbinding.cli.report..",
    "dev.gitopsbinding.cli.text..",
    "dev.gitopsbinding.edit..",
    "dev.gitopsbinding.http.hook.provider..",
    "dev.gitopsbinding.model..",
    "dev.gitopsbinding.plan..",
    "dev.gitopsbinding.status.."
  };

  private static final String BASE = "dev.gitopsbinding.";

  @ArchTest
  static void packagesUseWhatTheDesignSays(JavaClasses classes) throws IOException {
    assertThat(uses(classes))
        .as("the table of packages in docs/design.md")
        .isEqualTo(PackageTable.read());
  }

  /** ArchUnit's own search for cycles takes 20 s of processor time. */
  @ArchTest
  static void noPackageUsesItselfByOthers(JavaClasses classes) {
    Map<String, Set<String>> rest = uses(classes);
    assertThat(rest).isNotEmpty();
    // What uses nothing of the rest is in no cycle.
    while (rest.values().removeIf(used -> Collections.disjoint(used, rest.keySet()))) {}
    assertThat(rest).as("packages in cycles, and those that use them").isEmpty();
  }

  private static Map<String, Set<String>> uses(JavaClasses classes) {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass origin : classes) {
      Set<String> used = uses.computeIfAbsent(relative(origin), _ -> new TreeSet<>());
      origin.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith(BASE))
          .map(ArchitectureTest::relative)
          .filter(name -> !name.equals(relative(origin)))
          .forEach(used::add);
    }
    return uses;
  }

  private static String relative(JavaClass type) {
    return type.getPackageName().substring(BASE.length());
  }

  @Test
  void pureTreesAreThoseOfTheDesign() throws IOException {
    String design = Files.readString(Path.of("docs/design.md"));
    String named = design.replaceFirst("(?s).*\\bPure are (.*?), each with all.*", "$1");

    assertThat(Pattern.compile("`([^`]+)`").matcher(named).results())
        .extracting(name -> BASE + name.group(1) + "..")
        .containsExactly(PURE);
  }

  /** Null is declared by @Nullable, and NullAway checks marked packages only. */
  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses classes) {
    Set<String> unmarked =
        classes.stream()
            .map(JavaClass::getPackage)
            .filter(part -> !part.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(unmarked).as("packages without @NullMarked in package-info.java").isEmpty();
  }

  /** What the compiler makes, and methods that override those of libraries, do not count. */
  @ArchTest
  static void optionalIsForReturnValues(JavaClasses classes) {
    Stream<String> fields =
        classes.stream()
            .flatMap(type -> type.getFields().stream())
            .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
            .filter(field -> field.getRawType().isEquivalentTo(Optional.class))
            .map(JavaField::getFullName);
    Stream<String> parameters =
        classes.stream()
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
            .filter(unit -> !unit.getOwner().isAnonymousClass() || !unit.isConstructor())
            .filter(unit -> isOptional(unit.getRawParameterTypes()) && !overridesLibrary(unit))
            .map(JavaCodeUnit::getFullName);
    assertThat(Stream.concat(fields, parameters).sorted())
        .as("fields and parameters of type Optional")
        .isEmpty();
  }

  private static boolean isOptional(List<JavaClass> types) {
    return types.stream().anyMatch(type -> type.isEquivalentTo(Optional.class));
  }

  private static boolean overridesLibrary(JavaCodeUnit unit) {
    String[] types =
        unit.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
    return Stream.concat(
            unit.getOwner().getAllRawSuperclasses().stream(),
            unit.getOwner().getAllRawInterfaces().stream())
        .filter(type -> !type.getPackageName().startsWith(BASE))
        .anyMatch(type -> type.tryGetMethod(unit.getName(), types).isPresent());
  }

  @ArchTest
  static final ArchRule jgitIsSeenOnlyInGit =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.gitopsbinding.git..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.jgit..", "org.apache.sshd..");

  /** A preview that cannot push needs no trust. */
  @ArchTest
  static final ArchRule previewHasNoPartThatPushes =
      noClasses()
          .that()
          .resideInAPackage("dev.gitopsbinding.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.gitopsbinding.delivery.push..", "dev.gitopsbinding.git.lane.push..");

  /** The operator must not pay for commands that people run. */
  @ArchTest
  static final ArchRule picocliIsSeenOnlyInCommands =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.gitopsbinding.cli", "dev.gitopsbinding.cli.command..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..");

  @ArchTest
  static final ArchRule httpClientIsSeenOnlyWhereHostsAreReached =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.gitopsbinding.net.http",
              "dev.gitopsbinding.git.transport",
              "dev.gitopsbinding.git.transport.http")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hc..");

  /** So that nothing of it is loaded where tracing is off. */
  @ArchTest
  static final ArchRule openTelemetryIsSeenOnlyInItsAdapter =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.gitopsbinding.telemetry.otlp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry..");

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
}
