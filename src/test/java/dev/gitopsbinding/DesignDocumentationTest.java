package dev.gitopsbinding;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.model.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The glossary and the pages of docs/design name what there is in the code, and stay short. */
class DesignDocumentationTest {
  private static final String BASE = "dev.gitopsbinding.";
  private static final Path GLOSSARY = Path.of("docs/glossary.md");
  private static final Path PAGES = Path.of("docs/design");
  private static final Path DECISIONS = Path.of("docs/decisions");

  /** Two screens. */
  private static final int MAX_LINES = 100;

  /** A class, or a class and one of its members, such as {@code Plan.Wait}. */
  private static final String NAME = "([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([A-Za-z]\\w*))?";

  private static final Pattern QUOTED_NAME = Pattern.compile("`" + NAME + "`");

  /** A package, and the classes in it that carry a word. */
  private static final Pattern PLACE =
      Pattern.compile("`([a-z0-9.]+)` \\(((?:`[^`]+`(?:, )?)+)\\)");

  /** In a text, and in a name such as {@code SshKey}. */
  private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+");

  /** A row of the list: the number, and the record that has it in its name. */
  private static final Pattern DECISION =
      Pattern.compile(
          "^\\| \\[(?<n>\\d{4})]\\((\\k<n>-[a-z0-9-]+\\.md)\\) \\| ", Pattern.MULTILINE);

  private static final Pattern TABLE = Pattern.compile("(?:^\\|.*\n)+", Pattern.MULTILINE);

  private static final JavaClasses CODE = MainClasses.withoutLibraries();

  @Test
  void everyClassThatIsNamedExists() throws IOException {
    Set<String> other = new HashSet<>(testClasses());
    Arrays.stream(Reason.values()).map(Reason::text).forEach(other::add);
    Arrays.stream(ConditionType.values()).map(ConditionType::text).forEach(other::add);

    for (Path page : pagesAndGlossary()) {
      assertThat(QUOTED_NAME.matcher(Files.readString(page)).results())
          .as("classes that %s names in backticks", page)
          .isNotEmpty()
          .allSatisfy(
              name ->
                  assertThat(exists("", name) || other.contains(name.group(1)))
                      .as(name.group())
                      .isTrue());
    }
  }

  @Test
  void everyClassOfTheGlossaryIsInItsPackage() throws IOException {
    List<MatchResult> places = PLACE.matcher(Files.readString(GLOSSARY)).results().toList();

    assertThat(places).isNotEmpty();
    for (MatchResult place : places) {
      assertThat(QUOTED_NAME.matcher(place.group(2)).results())
          .allSatisfy(
              name ->
                  assertThat(exists(place.group(1), name))
                      .as("%s in %s", name.group(), place.group(1))
                      .isTrue());
    }
  }

  @Test
  void everyWordOfAClassNameIsInTheGlossary() throws IOException {
    Set<String> glossary = new HashSet<>(words(Files.readString(GLOSSARY)));

    assertThat(CODE)
        .filteredOn(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
        .isNotEmpty()
        .allSatisfy(
            type ->
                assertThat(words(type.getSimpleName()))
                    .as("words of %s: add a row to %s", type.getSimpleName(), GLOSSARY)
                    .allSatisfy(word -> assertThat(word).isIn(glossary)));
  }

  @Test
  void tablesOfTheGlossaryAreInOrder() throws IOException {
    List<MatchResult> tables = TABLE.matcher(Files.readString(GLOSSARY)).results().toList();

    assertThat(tables).hasSize(2);
    for (MatchResult table : tables) {
      List<String[]> rows =
          table.group().lines().skip(2).map(row -> row.split(" ?\\| ?", -1)).toList();
      int cells = table.group().lines().findFirst().orElseThrow().split("\\|", -1).length;
      assertThat(rows)
          .isNotEmpty()
          .allSatisfy(row -> assertThat(row).as("cells of '%s'", row[1]).hasSize(cells));
      assertThat(rows).extracting(row -> row[1]).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
    }
  }

  @Test
  void everyDecisionIsInTheListInOrder() throws IOException {
    List<String> records;
    try (Stream<Path> files = Files.list(DECISIONS)) {
      records =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("README.md"))
              .sorted()
              .toList();
    }

    assertThat(DECISION.matcher(Files.readString(DECISIONS.resolve("README.md"))).results())
        .isNotEmpty()
        .extracting(row -> row.group(2))
        .isEqualTo(records);
  }

  @Test
  void everyPageIsShortAndHasADiagram() throws IOException {
    for (Path page : pages()) {
      assertThat(Files.readAllLines(page))
          .as("lines of %s", page)
          .hasSizeLessThanOrEqualTo(MAX_LINES)
          .contains("```mermaid");
    }
  }

  @Test
  void everyPageIsInTheTableOfTheDesign() throws IOException {
    String design = Files.readString(Path.of("docs/design.md"));

    assertThat(pages())
        .isNotEmpty()
        .allSatisfy(page -> assertThat(design).contains("(design/" + page.getFileName() + ")"));
  }

  /**
   * Whether there is a class of this name with this member.
   *
   * @param location the package below the base package; empty for any
   */
  private static boolean exists(String location, MatchResult name) {
    return CODE.stream()
        .filter(type -> type.getSimpleName().equals(name.group(1)))
        .filter(type -> location.isEmpty() || type.getPackageName().equals(BASE + location))
        .anyMatch(type -> name.group(2) == null || hasMember(type, name.group(2)));
  }

  private static boolean hasMember(JavaClass type, String member) {
    return type.getMembers().stream().anyMatch(one -> one.getName().equals(member))
        || CODE.stream().anyMatch(one -> one.getName().equals(type.getName() + "$" + member));
  }

  private static List<String> words(String text) {
    return WORD.matcher(text)
        .results()
        .map(word -> word.group().toLowerCase(Locale.ROOT).replaceFirst("(?<=.{3})s$", ""))
        .toList();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.sorted().toList();
    }
  }

  private static List<Path> pagesAndGlossary() throws IOException {
    List<Path> all = new ArrayList<>(pages());
    all.add(GLOSSARY);
    return all;
  }

  private static List<String> testClasses() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .toList();
    }
  }
}
