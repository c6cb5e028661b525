package dev.gitopsbinding;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Finds methods and constructors that are there for tests alone, or for nobody. */
class UnusedMembersTest {
  /** A library calls one by its name; the others show tests what no behavior tells. */
  private static final Set<String> ALLOWED =
      Set.of(
          "app.Application.hookPort()", // the system chooses the port
          "config.Settings.all()", // the documentation is compared with it
          "controller.index.SourceChangeLog.size()", // nothing is kept of bindings that are gone
          "delivery.pullrequest.RequestPublisher.busy()", // no lock is kept
          "git.lane.Lanes.size()", // no lane is kept of bindings that are gone
          "git.source.history.SourceHistories.commits()", // whether the disk was read
          "git.store.DiskBudget.total()", // nothing stays reserved
          "logging.FormatChoice.setSetting(java.lang.String)", // named in logback.xml
          "net.share.MemoryBudget.available()"); // all is given back

  @Test
  void eachIsUsed() {
    assertThat(
            MainClasses.withoutLibraries().stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> !isUsed(unit) && !isForOthers(unit))
                .map(unit -> unit.getFullName().replace("dev.gitopsbinding.", "")))
        .as("unused by the program: delete it, or move it to the tests")
        .containsExactlyInAnyOrderElementsOf(ALLOWED);
  }

  private static boolean isUsed(JavaCodeUnit unit) {
    return unit.getAccessesToSelf().stream().anyMatch(use -> !use.getOrigin().equals(unit));
  }

  /** Whether the compiler, the JDK or a library may call it. */
  private static boolean isForOthers(JavaCodeUnit unit) {
    JavaClass owner = unit.getOwner();
    String name = unit.getName();
    int parameters = unit.getRawParameterTypes().size();
    if (unit.getModifiers().contains(JavaModifier.SYNTHETIC) || !unit.getAnnotations().isEmpty()) {
      return true;
    }
    if (unit.isConstructor()) {
      // Jackson calls those of records that have all components.
      return parameters == 0
          || owner.isEnum()
          || (owner.isRecord() && parameters == owner.reflect().getRecordComponents().length);
    }
    return name.matches("main|<clinit>")
        || (owner.isEnum() && name.matches("values|valueOf"))
        // The components of a record are for its equality too.
        || (owner.isRecord() && owner.tryGetField(name).isPresent() && parameters == 0)
        || above(owner.reflect())
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .anyMatch(
                other -> other.getName().equals(name) && other.getParameterCount() == parameters);
  }

  private static Stream<Class<?>> above(Class<?> type) {
    return Stream.concat(Stream.of(type.getInterfaces()), Stream.ofNullable(type.getSuperclass()))
        .flatMap(parent -> Stream.concat(Stream.of(parent), above(parent)));
  }
}
