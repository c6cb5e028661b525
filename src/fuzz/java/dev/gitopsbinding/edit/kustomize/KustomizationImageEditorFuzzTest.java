package dev.gitopsbinding.edit.kustomize;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gitopsbinding.edit.GoldenCase;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.fuzz.FuzzParts;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** A Kustomization is refused, or only its tag and its references to the source change. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KustomizationImageEditorFuzzTest {
  private static final CommitSha COMMIT = new CommitSha("3f2c9d1e5b7a4860c1d2e3f4a5b6c7d8e9f01234");

  /** Other files are never given to this editor. */
  static Stream<byte[]> golden() {
    var kind = new KustomizationEditKind(DefaultSettings.YAML_LIMITS);
    return GoldenCase.all()
        .filter(
            golden ->
                kind.recognizes(
                    golden.description().path(), golden.input(), golden.description().selector()))
        .map(golden -> golden.input().bytes())
        .filter(input -> input.length < 4096);
  }

  @MethodSource("golden")
  @FuzzTest
  void file(byte[] input) {
    assertSafe(Content.of(input), false, COMMIT.hex());
    assertSafe(Content.of(input), true, COMMIT.hex());
  }

  /**
   * Parts: what stands before the images, in the entry's place, as its tag and behind it; a URL,
   * and the tag.
   */
  @FuzzTest
  void parts(byte[] input) {
    FuzzParts parts = FuzzParts.of(input);
    String text =
        parts.get(0)
            + "images:\n- name: ghcr.io/acme/web\n"
            + parts.get(1)
            + "  newTag: "
            + parts.get(2)
            + "\n"
            + parts.get(3);
    String url = "resources:\n- ../base\n- " + parts.get(4) + "\n";
    String tag = parts.get(5).isEmpty() ? COMMIT.hex() : parts.get(5);
    assertSafe(Content.of(text.getBytes(StandardCharsets.UTF_8)), false, tag);
    assertSafe(Content.of((url + text).getBytes(StandardCharsets.UTF_8)), true, tag);
  }

  private static void assertSafe(Content content, boolean refs, String tag) {
    var selector =
        new ImageSelector(
            new ObjectSelector(
                "spec.target", "Deployment", "web", List.of(ObjectSelector.NO_NAMESPACE)),
            List.of(),
            "ghcr.io/acme/web",
            null,
            false,
            refs ? RepositoryUrl.parse("https://github.com/acme/web").identity() : null);
    KustomizationJudge.assertSafe(content, selector, new ImageVersion(tag, null, COMMIT));
  }
}
