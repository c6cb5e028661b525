package dev.gitopsbinding.edit.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.gitopsbinding.edit.GoldenCase;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.RandomDamage;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.testing.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only the bytes of the place of the tag change, two parsers agree, and no exception leaves. */
class KeyImageEditorPropertyTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 20_000})
  void randomValuesKeepAllButTheTag(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + 500; seed++) {
      RandomValues values = RandomValues.of(new Random(seed));
      for (ImageSelector selector : values.selectors()) {
        // When
        EditResult result =
            ValuesJudge.editor(selector)
                .write(values.content(), List.of(values.read()), ImageVersions.ofTag(values.tag()));

        // Then
        String description =
            "seed %d, key %s:%n%s"
                .formatted(seed, selector.key(), ValuesJudge.text(values.content()));
        assertThat(ValuesJudge.recognizes(values.content(), selector)).as(description).isTrue();
        assertThat(result)
            .as(description)
            .isInstanceOfSatisfying(
                EditResult.Edited.class,
                edited ->
                    assertThat(ValuesJudge.text(edited.content()))
                        .isEqualTo(ValuesJudge.text(values.expected())))
            .isEqualTo(new EditResult.Edited(values.expected(), List.of(values.read())));
        ValuesJudge.assertOneStringChanged(
            ValuesJudge.text(values.content()),
            ValuesJudge.text(values.expected()),
            values.tag(),
            false);
      }
    }
  }

  @Fault(value = "damaged Helm values", holds = "I4")
  @ParameterizedTest
  @ValueSource(longs = {1, 20_000})
  void damagedValuesAreEditedInPlaceOrRefused(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + 500; seed++) {
      Random random = new Random(seed);
      RandomValues values = RandomValues.of(random);
      Content damaged = RandomDamage.of(values.content(), random);
      values.selectors().forEach(selector -> assertSafe(damaged, selector, values.tag()));
    }
  }

  /** Other files are never given to this editor. */
  static Stream<GoldenCase> recognized() {
    return GoldenCase.all()
        .filter(golden -> ValuesJudge.recognizes(golden.input(), golden.description().selector()));
  }

  @Fault(value = "damaged golden case", holds = "I4")
  @ParameterizedTest(name = "{0}")
  @MethodSource("recognized")
  void damagedGoldenCaseIsEditedInPlaceOrRefused(GoldenCase golden) {
    for (long seed = 0; seed < 5; seed++) {
      assertSafe(
          RandomDamage.of(golden.input(), new Random(seed)),
          golden.description().selector(),
          "1234567");
    }
  }

  private static void assertSafe(Content input, ImageSelector selector, String tag) {
    try {
      if (ValuesJudge.editor(selector).read(input) instanceof Result.Ok<List<String>>) {
        ValuesJudge.assertSafe(input, selector, tag);
      }
    } catch (RuntimeException | StackOverflowError e) {
      fail("%s:%n%s".formatted(e, new String(input.bytes(), StandardCharsets.UTF_8)), e);
    }
  }
}
