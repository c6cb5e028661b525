package dev.gitopsbinding.git;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gitopsbinding.fuzz.FuzzParts;
import dev.gitopsbinding.git.transport.JGitUris;
import dev.gitopsbinding.model.RepositoryUrl;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.Timeout;

/** A text is refused without repeating a password, or JGit parses it to the same URL. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RepositoryUrlFuzzTest {
  private static final String PASSWORD = "c4n4ry";

  @FuzzTest
  void text(byte[] input) {
    read(new String(input, StandardCharsets.UTF_8)).ifPresent(RepositoryUrlFuzzTest::assertUsable);
  }

  /** Parts: what stands before the password, and what stands behind it. */
  @FuzzTest
  void password(byte[] input) {
    FuzzParts parts = FuzzParts.of(input);
    Optional<RepositoryUrl> url = read(parts.get(0) + ":" + PASSWORD + "@" + parts.get(1));
    // Where git reads a path, and not a login, the word is no password.
    url.filter(accepted -> !accepted.path().contains(PASSWORD))
        .ifPresent(accepted -> assertThat(accepted.toString()).doesNotContain(PASSWORD));
    url.map(RepositoryUrl::user).ifPresent(user -> assertThat(user).doesNotContain(":", PASSWORD));
  }

  private static Optional<RepositoryUrl> read(String text) {
    try {
      return Optional.of(RepositoryUrl.parse(text));
    } catch (IllegalArgumentException e) {
      assertOneLine(e.getMessage());
      assertThat(e.getMessage()).doesNotContain(PASSWORD).hasSizeLessThan(200);
      return Optional.empty();
    }
  }

  private static void assertUsable(RepositoryUrl url) {
    assertThat(url.host()).matches("[a-z0-9.-]+|[0-9a-f:.]+(%[a-z0-9_.]+)?").doesNotStartWith("-");
    assertThat(url.port()).isBetween(1, 65_535);
    assertThat(url.path()).hasSizeGreaterThan(0);
    assertOneLine(url.toString());
    if (url.user() != null) {
      assertThat(url.user()).matches("[^\\s\\p{C}\\p{Z}:]+");
      assertThat(url.scheme()).isEqualTo(RepositoryUrl.Scheme.SSH);
    }
    boolean isDefault = url.port() == url.scheme().defaultPort();
    assertThat(url.identity().port()).isEqualTo(isDefault ? 0 : url.port());

    URIish uri = JGitUris.of(url);
    assertThat(uri.getPort()).isEqualTo(url.port());
    assertThat(uri.getHost()).isIn(url.host(), "[" + url.host() + "]");
    assertThat(uri.getPass()).isNull();
    assertThat(uri.toString()).startsWith(uri.getScheme() + "://");
  }
}
