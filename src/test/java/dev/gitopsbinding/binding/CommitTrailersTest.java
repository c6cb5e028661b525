package dev.gitopsbinding.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.commit.SourceCommit;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The form of the trailers that Argo CD reads: {@code updateCommitMetadata} in its {@code
 * util/git/client.go} takes a lower-case name in 5 to 40 hex digits, a URL for Go's {@code
 * url.Parse}, an address for {@code mail.ParseAddress} and a time in RFC 3339.
 */
class CommitTrailersTest {
  private static final BindingId BINDING = new BindingId("shop", "web");
  private static final CommitSha COMMIT = new CommitSha("ab".repeat(20));

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "Ada             | ada@example.com       | Ada <ada@example.com>",
        "Ada Lovelace    | a.l+x@mail.example    | Ada Lovelace <a.l+x@mail.example>",
        "Zoë O'Neil      | zoe@localhost         | Zoë O'Neil <zoe@localhost>",
        "李雷             | 李@例子.中国            | 李雷 <李@例子.中国>",
        "Ada K. Lovelace | a@b                   | \"Ada K. Lovelace\" <a@b>",
        "Lovelace, Ada   | a@b                   | \"Lovelace, Ada\" <a@b>",
        "a \"b\" \\c      | a@b                   | \"a \\\"b\\\" \\\\c\" <a@b>",
        "=?utf-8?q?x?=   | a@b                   | \"=?utf-8?q?x?=\" <a@b>",
        "Ada <x@y>       | a@b                   | \"Ada <x@y>\" <a@b>",
        "dependabot[bot] | 1+dependabot[bot]@users.noreply.github.com | \"dependabot[bot]\" <\"1+dependabot[bot]\"@users.noreply.github.com>",
        "``              | a@b                   | <a@b>",
        "Ada             | a@b@c                 | Ada <\"a@b\"@c>",
      })
  void anAuthorIsAnAddressOfMail(@Nullable String name, String email, String expected) {
    assertThat(value("author", trailers(name == null ? "" : name, email, Instant.EPOCH)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ada", "@example.com", "ada@", "ada@exa mple", "a@b, c", "a@[::1]"})
  void whoHasNoAddressIsNotNamed(String email) {
    assertThat(trailers("Ada", email, Instant.EPOCH)).doesNotContain("commit-author");
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/web.git,            https://github.com/acme/web.git",
    "git@github.com:acme/web.git,                ssh://github.com/acme/web.git",
    "ssh://git@git.example.com:2222/acme/web,    ssh://git.example.com:2222/acme/web",
    "ssh://git@[2001:db8::1]/acme/web,           ssh://[2001:db8::1]/acme/web",
    "https://git.example.com/acme/a%20b,         https://git.example.com/acme/a%20b",
  })
  void aRepositoryIsAUrlWithoutALogin(String url, String expected) {
    assertThat(value("repourl", of(url))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"git@git.example.com:acme/100%.git", "git@git.example.com:a|b"})
  void aPathThatIsNoUrlIsLeftOut(String url) {
    assertThat(of(url)).doesNotContain("repourl");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1_767_323_045, 253_402_300_799L, -62_167_219_200L})
  void aDateIsInRfc3339(long seconds) {
    Instant date = Instant.ofEpochSecond(seconds);
    String value = value("date", trailers("Ada", "a@b", date));

    assertThat(value).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
    assertThat(OffsetDateTime.parse(value).toInstant()).isEqualTo(date);
  }

  @ParameterizedTest
  @ValueSource(longs = {253_402_300_800L, -62_167_219_201L, 1L << 40, -(1L << 40)})
  void aDateBeyondFourDigitsIsLeftOut(long seconds) {
    assertThat(trailers("Ada", "a@b", Instant.ofEpochSecond(seconds))).doesNotContain("-date");
  }

  private static String of(String url) {
    return CommitTrailers.of(BINDING, COMMIT, RepositoryUrl.parse(url), null);
  }

  private static String trailers(String name, String email, Instant date) {
    String trailers =
        CommitTrailers.of(
            BINDING, COMMIT, null, new SourceCommit(COMMIT, "feat: x", name, email, date));
    assertThat(trailers)
        .startsWith("GitOps-Binding: shop/web\nGitOps-Source: " + COMMIT + "\n")
        .contains("\nArgocd-reference-commit-sha: " + COMMIT + "\n")
        .contains("\nArgocd-reference-commit-subject: feat: x\n");
    return trailers;
  }

  private static String value(String name, String trailers) {
    String key = "Argocd-reference-commit-" + name + ": ";
    return trailers
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(trailers));
  }
}
