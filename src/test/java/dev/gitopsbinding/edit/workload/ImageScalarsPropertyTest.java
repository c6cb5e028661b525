package dev.gitopsbinding.edit.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.gitopsbinding.edit.GoldenCase;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.RandomDamage;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only the bytes of the target's tag change, and no exception leaves. */
class ImageScalarsPropertyTest {
  private static final RepositoryPath PATH = new RepositoryPath("web.yaml");
  private static final String NEW_TAG = "3f2c9d1e5b7a4860c1d2e3f4a5b6c7d8e9f01234";

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 300, 4000})
  void randomManifestKeepsAllButTheTag(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + 250; seed++) {
      // Given
      RandomManifest manifest = RandomManifest.of(new Random(seed));

      // When
      EditResult result = write(manifest.content(), manifest.selector(), manifest.images());

      // Then
      assertThat(result)
          .as("seed %d:%n%s", seed, manifest.text())
          .isEqualTo(new EditResult.Edited(manifest.withTag(NEW_TAG), manifest.images()));
    }
  }

  @Fault(value = "damaged manifest", holds = "I4")
  @ParameterizedTest
  @ValueSource(longs = {1, 20, 300, 4000})
  void damagedManifestIsEditedInPlaceOrRefused(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + 250; seed++) {
      Random random = new Random(seed);
      RandomManifest manifest = RandomManifest.of(random);
      assertSafe("seed " + seed, RandomDamage.of(manifest.content(), random), manifest.selector());
    }
  }

  @Fault(value = "damaged golden case", holds = "I4")
  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.gitopsbinding.edit.GoldenCase#ofTags")
  void damagedGoldenCaseIsEditedInPlaceOrRefused(GoldenCase golden) {
    for (long seed = 0; seed < 15; seed++) {
      Content damaged = RandomDamage.of(golden.input(), new Random(seed));
      assertSafe("seed " + seed, damaged, golden.description().selector());
    }
  }

  /** Edits whatever is found, and takes the change out again. */
  private static void assertSafe(String description, Content input, ImageSelector selector) {
    try {
      if (new WorkloadImageEditor(PATH, selector, DefaultSettings.YAML_LIMITS).read(input)
              instanceof Result.Ok<List<String>>(List<String> found)
          && write(input, selector, found) instanceof EditResult.Edited(Content output, var old)) {
        assertThat(old).isEqualTo(found);
        assertThat(
                new WorkloadImageEditor(PATH, selector, DefaultSettings.YAML_LIMITS).read(output))
            .as(description)
            .isEqualTo(Result.ok(found.stream().map(ImageScalarsPropertyTest::retagged).toList()));
        assertThat(undone(input, output, found)).as(description).isEqualTo(input);
      }
    } catch (RuntimeException | StackOverflowError e) {
      fail("%s:%n%s", e, description, new String(input.bytes(), StandardCharsets.UTF_8));
    }
  }

  /** Walks both in step; where the output has the new tag, the input must have the old one. */
  private static Content undone(Content input, Content output, List<String> found) {
    byte[] in = input.bytes();
    byte[] out = output.bytes();
    byte[] tag = (":" + NEW_TAG).getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    int image = 0;
    int at = 0;
    while (at < out.length) {
      int here = result.size();
      boolean replaced =
          startsWith(out, at, tag) && !startsWith(in, here, tag) && image < found.size();
      if (replaced) {
        while (retagged(found.get(image)).equals(found.get(image))) {
          image++;
        }
        result.writeBytes(tagOf(found.get(image)).getBytes(StandardCharsets.US_ASCII));
        image++;
        at += tag.length;
      } else {
        result.write(out[at]);
        at++;
      }
    }
    return Content.of(result.toByteArray());
  }

  private static boolean startsWith(byte[] text, int from, byte[] prefix) {
    return from + prefix.length <= text.length
        && Arrays.equals(text, from, from + prefix.length, prefix, 0, prefix.length);
  }

  private static String retagged(String image) {
    return image.substring(0, image.length() - tagOf(image).length()) + ":" + NEW_TAG;
  }

  private static String tagOf(String image) {
    int colon = image.lastIndexOf(':');
    return colon > image.lastIndexOf('/') ? image.substring(colon) : "";
  }

  private static EditResult write(Content content, ImageSelector selector, List<String> expected) {
    return new WorkloadImageEditor(PATH, selector, DefaultSettings.YAML_LIMITS)
        .write(content, expected, ImageVersions.ofTag(NEW_TAG));
  }
}
