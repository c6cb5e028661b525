package dev.gitopsbinding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Names, comments, messages and documentation are in plain, modern English: many readers learned it
 * as a second language.
 */
class WordingTest {
  private static final List<Path> FOLDERS =
      List.of(Path.of("src"), Path.of("docs"), Path.of("deploy"), Path.of(".github"));
  private static final Set<String> ENDS = Set.of("java", "md", "yaml", "yml", "json5", "sh", "txt");
  private static final Path THIS = Path.of("src/test/java/dev/gitopsbinding/WordingTest.java");

  /** Archaic or legal; "again", "must", "on", "so" and "fix" are read at first sight. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "albeit", "amongst", "anew", "hence", "herein", "hereby", "lest", "mend", "mended",
          "mending", "mends", "shall", "thereby", "therein", "thereof", "thus", "upon", "whence",
          "whereby", "wherein", "whilst");

  /** A word of a text, or of a name in camel case or in capitals. */
  private static final Pattern WORD = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])");

  /** A phrase may be divided by the end of a line of a comment. */
  private static final Pattern PHRASE =
      Pattern.compile("(?i)\\b(?:in[\\s*/]+vain|for[\\s*/]+ever)\\b");

  @Test
  void noFileHasAnArchaicWord() throws IOException {
    List<Path> files = files();
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      // Some inputs of tests are not UTF-8.
      forbidden(Files.readString(file, ISO_8859_1))
          .map(word -> file + ": " + word)
          .forEach(found::add);
    }

    assertThat(files).hasSizeGreaterThan(2000).contains(Path.of("README.md"));
    assertThat(found).as("words to replace by those in use today").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "begun anew, anew",
    "whatAUserMendsIsTried, mends",
    "beginsAnew(), anew",
    "MEND_AFTER, mend",
    "'/** Lest it ends. */', lest",
    "'waits in\n   * vain', in vain",
    "hangs for ever, for ever"
  })
  void textsNamesAndCommentsAreRead(String text, String word) {
    assertThat(forbidden(text)).containsExactly(word);
  }

  @ParameterizedTest
  @CsvSource({"recommend", "amend", "shallow", "MODIFIED", "a plain sentence"})
  void partsOfOtherWordsAreAllowed(String text) {
    assertThat(forbidden(text)).isEmpty();
  }

  private static Stream<String> forbidden(String text) {
    return Stream.concat(
        WORD.matcher(text)
            .results()
            .map(MatchResult::group)
            .map(word -> word.toLowerCase(Locale.ROOT))
            .filter(FORBIDDEN::contains),
        PHRASE.matcher(text).results().map(found -> found.group().replaceAll("[\\s*/]+", " ")));
  }

  private static List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>();
    try (var root = Files.list(Path.of(""))) {
      root.filter(WordingTest::isText).forEach(all::add);
    }
    for (Path folder : FOLDERS) {
      try (var files = Files.walk(folder)) {
        files.filter(file -> isText(file) && !file.equals(THIS)).forEach(all::add);
      }
    }
    return all;
  }

  private static boolean isText(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && ENDS.contains(name.substring(name.lastIndexOf('.') + 1));
  }
}
