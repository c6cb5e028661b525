package dev.gitopsbinding.model.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String DIGEST = "sha256:" + "0a".repeat(32);

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx,",
    "nginx:1, docker.io/library/nginx, 1",
    "acme/web:1, docker.io/acme/web, 1",
    "docker.io/nginx:1, docker.io/library/nginx, 1",
    "index.docker.io/library/nginx:1, docker.io/library/nginx, 1",
    "ghcr.io/acme/web, ghcr.io/acme/web,",
    "ghcr.io/acme/web:1.2-rc_3, ghcr.io/acme/web, 1.2-rc_3",
    "ghcr.io/acme/team/web:1, ghcr.io/acme/team/web, 1",
    "localhost/web:1, localhost/web, 1",
    "localhost:5000/web, localhost:5000/web,",
    "registry.local:5000/acme/web:1, registry.local:5000/acme/web, 1",
    "'[fd00::1]:5000/web:1', '[fd00::1]:5000/web', 1"
  })
  void splitsAndNormalises(String text, String repository, String tag) {
    ImageReference expected = new ImageReference(repository, tag, null);

    assertThat(ImageReference.parse(text)).contains(expected);
    assertThat(ImageReference.parse(text + "@" + DIGEST))
        .contains(new ImageReference(repository, tag, DIGEST));
  }

  @Test
  void aDigestThatIsWrittenIsOfAKnownAlgorithm() {
    String hex = "0123456789abcdef".repeat(4);
    assertThat(List.of("sha256:" + hex, "sha512:" + hex + hex)).allMatch(ImageReference::isDigest);
    assertThat(
            List.of(
                "",
                hex,
                "sha256:" + hex + "0",
                "sha256:" + hex.substring(1),
                "sha256:" + hex.toUpperCase(Locale.ROOT),
                "sha512:" + hex,
                "sha384:" + hex,
                "sha256:" + hex + "\n"))
        .noneMatch(ImageReference::isDigest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":1", "web:", "Web", "a//b", "/a", "a b", "web:-1", "web@sha256:12", "a\nb"})
  void refusesWhatIsNoReference(String text) {
    assertThat(ImageReference.parse(text)).isEmpty();
  }
}
