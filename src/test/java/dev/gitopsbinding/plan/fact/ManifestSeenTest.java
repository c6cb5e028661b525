package dev.gitopsbinding.plan.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.image.ImageVersions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestSeenTest {
  private static final String NEW = "sha256:" + "a".repeat(64);
  private static final String OLD = "sha256:" + "b".repeat(64);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host:5000/web",
        "host:5000/web:old",
        "host:5000/web:old@OLD",
        "host:5000/web@OLD",
        "host:5000/web:new@NEW"
      })
  void aWrittenImageHasTheTagAndTheDigest(String image) {
    String before = image.replace("OLD", OLD).replace("NEW", NEW);
    assertThat(ManifestSeen.tagged(before, new ImageVersion("new", NEW, null)))
        .isEqualTo("host:5000/web:new@" + NEW);
    assertThat(ManifestSeen.tagged(before, ImageVersions.ofTag("new")))
        .isEqualTo("host:5000/web:new");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          web:new@OLD            | true  | true
          web:new                | false | true
          web:new@OLD, web:new   | false | true
          web@OLD                | false | false
          web:old@OLD            | false | false
          """)
  void anyDigestBesideTheTagWillDo(String images, boolean pinned, boolean unpinned) {
    List<String> seen = Arrays.asList(images.replace("OLD", OLD).split(", "));
    var manifest = new ManifestSeen(new CommitSha("1".repeat(40)), seen);
    assertThat(manifest.holds("new", true)).isEqualTo(pinned);
    assertThat(manifest.holds("new", false)).isEqualTo(unpinned);
  }

  @Test
  void imagesThatAreTooLongToBeShownEndWithAWholeCharacter() {
    String begin = "x".repeat(3999);
    assertThat(ManifestSeen.shown(List.of(begin + "😀", "web"))).isEqualTo(begin + "…");
    assertThat(ManifestSeen.shown(List.of(begin + "y"))).isEqualTo(begin + "y");
  }

  @Test
  void aVersionIsWrittenWithItsDigest() {
    assertThat(new ImageVersion("new", NEW, null).written()).isEqualTo("new@" + NEW);
    assertThat(ImageVersions.ofTag("new").written()).isEqualTo("new");
  }
}
