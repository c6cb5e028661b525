package dev.gitopsbinding.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFileTest {
  private static final RepositoryPath PATH = new RepositoryPath("web.yaml");

  @ParameterizedTest
  @CsvSource({"'a', 1", "'[a, b]', 3", "'{a: b}', 3", "'[[], {}]', 3", "'a: 1\n---\nb: 1\n', 6"})
  void asManyValuesAsAreAllowedAreRead(String text, int values) {
    assertThat(parse(text, new YamlLimits(0, values))).isInstanceOf(Result.Ok.class);
    assertThat(failure(text, new YamlLimits(0, values - 1)).reason())
        .isEqualTo(Reason.FILE_TOO_LARGE);
  }

  @Test
  void aliasesOfTextsAreFreeAndThoseOfAllElseAreCountedInEachDocument() {
    String texts = "a: &x 1\nb: *x\nc: *x\n";
    String lists = "a: &x [1]\nb: *x\n";

    assertThat(parse(texts, new YamlLimits(0, 100))).isInstanceOf(Result.Ok.class);
    assertThat(parse(lists + "---\n" + lists, new YamlLimits(1, 100)))
        .isInstanceOf(Result.Ok.class);
    assertThat(failure(lists, new YamlLimits(0, 100)).message())
        .startsWith("web.yaml: a document has more than 0 aliases of mappings and sequences.");
  }

  @Test
  void onlyWhatStandsInTwoPlacesIsShared() {
    assertThat(read("a: &x [1]\nb: &y {c: *x}\n").aliased()).hasSize(1);
    assertThat(read("a: &x [1]\nb: &y {}\n").aliased()).isEmpty();
  }

  @Test
  void theFirstKeyThatStandsTwiceIsNamedWithBothLines() {
    assertThat(failure("a: 1\nb: 1\na: 2\nb: 2\n", DefaultSettings.YAML_LIMITS).message())
        .isEqualTo(
            "web.yaml, line 3: the key a is in this mapping already, in line 1. Remove one of the"
                + " two.");
    assertThat(failure("- x\n- y:\n    a: 1\n    a: 2\n", DefaultSettings.YAML_LIMITS).message())
        .startsWith("web.yaml, line 4: the key a ")
        .contains(" in line 3.");
    assertThat(failure("{x: 1}: y\n{a: 1, a: 2}: z\n", DefaultSettings.YAML_LIMITS).reason())
        .isEqualTo(Reason.FILE_NOT_YAML);
  }

  /** 100 000 levels and 8 for each character: 110 720 for the first text, 112 640 for the other. */
  @Test
  void aTextThatIsDeepThroughoutIsReadUpToALimit() {
    assertThat(parse(deep(480), DefaultSettings.YAML_LIMITS))
        .as("109 345")
        .isInstanceOf(Result.Ok.class);
    assertThat(failure(deep(600), DefaultSettings.YAML_LIMITS).message())
        .isEqualTo(
            "web.yaml: it is nested 163 levels deep throughout, which takes too long. Correct the"
                + " YAML.");
  }

  @Test
  void limitsGrowWithTheSizeOfFiles() {
    assertThat(YamlLimits.of(7, 1 << 20)).isEqualTo(new YamlLimits(7, 131_072));
    assertThat(YamlLimits.of(7, 1000)).isEqualTo(new YamlLimits(7, 16_384));
    assertThat(DefaultSettings.YAML_LIMITS).isEqualTo(new YamlLimits(50, 131_072));
  }

  private static String deep(int values) {
    return "[".repeat(190) + "a,".repeat(values) + "]".repeat(190);
  }

  private static YamlFile read(String text) {
    return switch (parse(text, DefaultSettings.YAML_LIMITS)) {
      case Result.Ok<YamlFile>(YamlFile file) -> file;
      case Result.Failed<YamlFile>(Failure failure) -> throw new AssertionError(failure);
    };
  }

  private static Failure failure(String text, YamlLimits limits) {
    return switch (parse(text, limits)) {
      case Result.Ok<YamlFile> _ -> throw new AssertionError("was read: " + text);
      case Result.Failed<YamlFile>(Failure failure) -> failure;
    };
  }

  private static Result<YamlFile> parse(String text, YamlLimits limits) {
    return YamlFile.parse(PATH, Content.of(text.getBytes(StandardCharsets.UTF_8)), limits);
  }
}
