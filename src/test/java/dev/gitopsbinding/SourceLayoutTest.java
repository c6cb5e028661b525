package dev.gitopsbinding;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Methods, classes and packages are small enough to be read, and inputs of fuzz tests are found.
 */
class SourceLayoutTest {
  private static final Path SOURCES = Path.of("src");
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path FUZZ = Path.of("src/fuzz/java");
  private static final Path FUZZ_INPUTS = Path.of("src/fuzz/resources");
  private static final Pattern CLOSED_CONSTANT =
      Pattern.compile("@AutoClose (?:private )?static final |\\b[A-Z_]+\\.(?:close|stop)\\(\\)");
  private static final Pattern METHOD_WITH_UNDERSCORE =
      Pattern.compile("\\bvoid [a-z]\\w*_\\w*\\(");
  private static final int MAX_LINES = 300;
  private static final int MAX_METHOD_LINES = 50;
  private static final int MAX_FILES = 20;

  /** Of the program, and of what tests, measures and trains it. */
  @Test
  void noFileIsLong() throws IOException {
    Map<Path, Integer> lines = new TreeMap<>();
    for (Path file : files(SOURCES, path -> path.toString().endsWith(".java"))) {
      lines.put(SOURCES.relativize(file), Files.readAllLines(file).size());
    }

    assertThat(lines).containsKeys(Path.of("main/java/dev/gitopsbinding/model/Reason.java"));
    assertThat(lines).containsKeys(Path.of("test/java/dev/gitopsbinding/SourceLayoutTest.java"));
    lines.values().removeIf(count -> count <= MAX_LINES);
    assertThat(lines).as("files with more than %d lines: split them by duty", MAX_LINES).isEmpty();
  }

  /** Of the program; a test may tell a longer story. */
  @Test
  void noMethodIsLong() throws IOException {
    List<Path> classes = files(MAIN, path -> path.toString().endsWith(".java"));

    Map<String, Long> lines = MethodLengths.of(classes);

    assertThat(lines).hasSizeGreaterThan(5000);
    lines.values().removeIf(count -> count <= MAX_METHOD_LINES);
    assertThat(lines)
        .as("methods with more than %d lines: give a part a name of its own", MAX_METHOD_LINES)
        .isEmpty();
  }

  /** Of the program, and of what tests, measures and trains it. */
  @Test
  void noPackageIsLarge() throws IOException {
    Map<Path, Long> files =
        files(SOURCES, path -> path.toString().endsWith(".java")).stream()
            .map(SOURCES::relativize)
            .collect(groupingBy(Path::getParent, TreeMap::new, counting()));

    assertThat(files).containsKeys(Path.of("main/java/dev/gitopsbinding/plan"));
    assertThat(files).containsKeys(Path.of("test/java/dev/gitopsbinding/testing"));
    files.values().removeIf(count -> count <= MAX_FILES);
    assertThat(files).as("packages with more than %d files: divide them", MAX_FILES).isEmpty();
  }

  /** The class path of tests has the test's class first: the program would run with that. */
  @Test
  void noTestClassHidesOneOfTheProgram() throws IOException {
    List<Path> tests =
        files(Path.of("src/test/java"), path -> path.toString().endsWith(".java")).stream()
            .map(Path.of("src/test/java")::relativize)
            .filter(path -> !path.endsWith("package-info.java"))
            .toList();

    assertThat(tests)
        .hasSizeGreaterThan(500)
        .allSatisfy(path -> assertThat(MAIN.resolve(path)).doesNotExist());
  }

  /** Jazzer looks for the inputs of a class in its package, and says nothing if there are none. */
  @Test
  void inputsOfFuzzTestsAreInTheirPackages() throws IOException {
    List<Path> inputs = files(FUZZ_INPUTS, path -> path.toString().endsWith("FuzzTestInputs"));

    assertThat(inputs)
        .isNotEmpty()
        .allSatisfy(folder -> assertThat(testOf(folder)).as("test of %s", folder).exists());
  }

  @Test
  void methodsOfTestsHaveNoUnderscores() throws IOException {
    List<Path> classes = files(SOURCES, path -> path.toString().endsWith(".java"));

    assertThat(classes)
        .hasSizeGreaterThan(1000)
        .allSatisfy(
            file ->
                assertThat(Files.readString(file))
                    .as("%s: write the name inCamelCase", file)
                    .doesNotContainPattern(METHOD_WITH_UNDERSCORE));
  }

  /** Failsafe repeats a failed one in the same JVM, with the same constants. */
  @Test
  void noIntegrationTestClosesAConstant() throws IOException {
    List<Path> tests = files(SOURCES, path -> path.toString().endsWith("IT.java"));

    assertThat(tests)
        .hasSizeGreaterThan(50)
        .allSatisfy(
            test ->
                assertThat(Files.readString(test))
                    .as("%s: create what is closed again before each run of the class", test)
                    .doesNotContainPattern(CLOSED_CONSTANT));
  }

  private static Path testOf(Path inputs) {
    String test = FUZZ_INPUTS.relativize(inputs).toString().replaceFirst("Inputs$", ".java");
    return FUZZ.resolve(test);
  }

  private static List<Path> files(Path root, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(wanted).toList();
    }
  }
}
