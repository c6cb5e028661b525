package dev.gitopsbinding.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Writes a table of the faults that tests injected, what held, and how it ended. Each test class
 * has a file of its own under {@code target/faults}, so that unit and integration tests come
 * together.
 */
public final class FaultReport implements TestWatcher {
  private static final Path ROWS = Path.of("target", "faults");
  private static final Path TABLE = Path.of("target", "faults.md");
  private static final String HEAD =
      "| Fault | Holds | Result | Test |%n|---|---|---|---|%n".formatted();
  private static final Map<String, Map<String, String>> RESULTS = new ConcurrentSkipListMap<>();

  @Override
  public void testSuccessful(ExtensionContext context) {
    add(context, "held");
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    add(context, "NOT RUN");
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    add(context, "BROKEN");
  }

  private static synchronized void add(ExtensionContext context, String result) {
    var _ =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(FaultReport.class))
            .computeIfAbsent(TABLE, _ -> (AutoCloseable) FaultReport::writeTable);
    Fault fault = context.getRequiredTestMethod().getAnnotation(Fault.class);
    String type = context.getRequiredTestClass().getSimpleName();
    String method = context.getRequiredTestMethod().getName();
    boolean one = context.getDisplayName().startsWith(method);
    String which = one ? "" : ": " + context.getDisplayName().replace("|", "\\|");
    String row =
        "| %s%s | %s | %s | `%s.%s` |"
            .formatted(
                fault.value(), which, String.join(", ", fault.holds()), result, type, method);
    Map<String, String> rows = RESULTS.computeIfAbsent(type, _ -> new ConcurrentSkipListMap<>());
    rows.put(method + context.getUniqueId(), row);
    write(type, rows);
  }

  private static void write(String type, Map<String, String> rows) {
    try {
      Files.createDirectories(ROWS);
      replace(ROWS.resolve(type + ".md"), String.join("\n", rows.values()) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Once for all tests that are run together: it reads the files of all classes. */
  private static void writeTable() {
    try {
      replace(TABLE, HEAD + table());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** At once, for tests run in several processes, and each reads what the others wrote. */
  private static void replace(Path file, String text) throws IOException {
    Path fresh = Files.createTempFile(Path.of("target"), "faults-", ".tmp");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String table() throws IOException {
    try (Stream<Path> files = Files.list(ROWS)) {
      List<Path> sorted = files.sorted().toList();
      return sorted.stream()
          .flatMap(FaultReport::lines)
          .collect(Collectors.joining("\n", "", "\n"));
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
