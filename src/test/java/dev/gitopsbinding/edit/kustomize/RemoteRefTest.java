package dev.gitopsbinding.edit.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteRefTest {
  private static final String OLD = "57d04a3f6a1c9e2b8d7f0c5e4b3a29181706f5e4";
  private static final CommitSha NEW = new CommitSha("3f2c9d1e5b7a4860c1d2e3f4a5b6c7d8e9f01234");

  /** The repositories are those that NewRepoSpecFromURL of Kustomize finds. */
  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/web?ref=SHA, github.com, acme/web",
    "https://github.com/acme/web/?ref=SHA, github.com, acme/web",
    "https://github.com/acme/web/a/b?ref=SHA, github.com, acme/web",
    "https://github.com/acme/web//a/b?ref=SHA, github.com, acme/web",
    "https://github.com/acme/web.git/a?ref=SHA, github.com, acme/web",
    "https://GitHub.com/acme/web?ref=SHA, github.com, acme/web",
    "HTTPS://github.com/acme/web?ref=SHA, github.com, acme/web",
    "github.com/acme/web/a?ref=SHA, github.com, acme/web",
    "github.com:acme/web//a?ref=SHA, github.com, acme/web",
    "git@github.com:acme/web?ref=SHA, github.com, acme/web",
    "git@github.com/acme/web?ref=SHA, github.com, acme/web",
    "org-1234@github.com:acme/web.git?ref=SHA, github.com, acme/web",
    "ssh://git@github.com/acme/web.git//a?ref=SHA, github.com, acme/web",
    "ssh://git@git.example.com:7999/acme/web.git?ref=SHA, git.example.com:7999, acme/web",
    "git::https://gitlab.com/group/sub/web.git//a?ref=SHA, gitlab.com, group/sub/web",
    "git@gitlab.com:group/sub/web.git//a?ref=SHA, gitlab.com, group/sub/web",
    "https://gitlab.com/group/sub/web?ref=SHA, gitlab.com, group/sub",
    "https://user:pass@git.example.com/acme/web//a?ref=SHA, git.example.com, acme/web",
    "https://dev.azure.com/org/project/_git/web/a?ref=SHA, dev.azure.com, org/project/_git/web",
    "http://git.example.com/acme/web?ref=SHA, git.example.com, acme/web",
    "https://github.com/acme/web?version=SHA, github.com, acme/web",
    "https://github.com/acme/web?submodules=false&ref=SHA&timeout=1m, github.com, acme/web",
    "https://github.com/acme/web?version=main&ref=SHA, github.com, acme/web",
    "https://github.com/acme/web?ref=&version=SHA, github.com, acme/web",
    "https://github.com/acme/web?ref=SHA&ref=main, github.com, acme/web",
    "https://raw.githubusercontent.com/acme/web/SHA/a.yaml, github.com, acme/web",
    "https://github.com/acme/web/raw/SHA/a/b.yaml, github.com, acme/web",
    "https://gitlab.com/group/sub/web/-/raw/SHA/a.yaml?inline=false, gitlab.com, group/sub/web",
    "https://git.example.com/acme/web/raw/commit/SHA/a.yaml, git.example.com, acme/web"
  })
  void theRepositoryIsFoundAndOnlyTheCommitIsReplaced(String form, String host, String path) {
    String url = form.replace("SHA", OLD);

    RemoteRef ref = RemoteRef.parse(url).orElseThrow();

    assertThat(ref.text()).isEqualTo(host + "/" + path + "?ref=" + OLD);
    assertThat(ref.commit()).contains(new CommitSha(OLD));
    assertThat(ref.in(url, NEW)).isEqualTo(form.replace("SHA", NEW.hex()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main",
        "v1.2.3",
        "57d04a3",
        "57d04a3f6a1c9e2b8d7f0c5e4b3a29181706f5e",
        "57d04a3f6a1c9e2b8d7f0c5e4b3a29181706f5e44",
        "57d04a3f6a1c9e2b8d7f0c5e4b3a29181706f5eg",
        "57d04a3f6a1c9e2b8d7f0c5e4b3a29181706f5e4#a",
        "refs/heads/57d04a3f6a1c9e2b8d7f0c5e4b3a29181706f5e4",
      })
  void whatHasNot40DigitsIsNoCommit(String version) {
    RemoteRef ref = RemoteRef.parse("github.com/acme/web?ref=" + version).orElseThrow();

    assertThat(ref.version()).isEqualTo(version);
    assertThat(ref.commit()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?",
        "?ref=SHA",
        "../base?ref=SHA",
        "acme/web?ref=SHA",
        "/github.com/acme/web?ref=SHA",
        "./github.com/acme/web?ref=SHA",
        "https://github.com?ref=SHA",
        "https://github.com/?ref=SHA",
        "https://github.com/acme?ref=SHA",
        "https://github.com/acme/web",
        "https://github.com/acme/web?",
        "https://github.com/acme/web?ref",
        "https://github.com/acme/web?ref=",
        "https://github.com/acme/web?xref=SHA",
        "https://github.com/acme/web?ref=SHA;a=b",
        "https://github.com/acme/web/SHA",
        "https://github.com/acme/web/tree/SHA/a",
        "https://github.com/acme/web/raw/main/SHA",
        "https://github.com/acme/web/raw/SHA",
        "file:///acme/web?ref=SHA",
        "s3://acme/web?ref=SHA",
        "ssh://git@github.com:acme/web?ref=SHA",
        "https://git example.com/acme/web?ref=SHA",
        "git@:acme/web?ref=SHA",
        "@github.com/acme/web?ref=SHA"
      })
  void whatIsNoUrlWithAVersionIsNone(String url) {
    assertThat(RemoteRef.parse(url.replace("SHA", OLD))).isEmpty();
  }

  @Test
  void aTagFitsIfItHolds7DigitsOfTheCommit() {
    RemoteRef ref = RemoteRef.parse("github.com/acme/web?ref=" + OLD).orElseThrow();

    assertThat(List.of(OLD, "57d04a3", "v-57d04a3f6a1c-arm")).allMatch(ref::fits);
    assertThat(List.of("", "57d04a", "latest", NEW.hex())).noneMatch(ref::fits);
  }

  @Test
  void eachFormOfAUrlNamesTheSameRepository() {
    Random random = new Random(20);
    for (int i = 0; i < 20_000; i++) {
      String path = name(random) + "/" + name(random);
      String host = one(random, "github.com", "gitlab.com", "git.example.com");
      String start =
          one(random, "https://" + host + "/", "git@" + host + ":", "ssh://git@" + host + "/");
      String before =
          one(random, "", "git::")
              + start
              + path
              + one(random, "", ".git", "//a/b", ".git//a")
              + one(random, "?", "?timeout=9s&", "?submodules=true&")
              + one(random, "ref=", "version=");
      String after = one(random, "", "&timeout=1m", "&ref=", "&submodules=0");

      RemoteRef ref = RemoteRef.parse(before + OLD + after).orElseThrow();

      assertThat(ref.repository())
          .as(before)
          .isEqualTo(RepositoryUrl.parse("https://" + host + "/" + path).identity());
      assertThat(ref.in(before + OLD + after, NEW)).isEqualTo(before + NEW + after);
    }
  }

  @Test
  void noTextIsTooOdd() {
    Random random = new Random(21);
    String[] parts = {
      "https://",
      "ssh://",
      "git::",
      "git@",
      "github.com",
      "/",
      "//",
      ":",
      "?",
      "&",
      "ref=",
      "raw/",
      ".git",
      "_git/",
      "@",
      "%",
      "\\",
      "\u0000",
      "\uD800",
      " ",
      "acme",
      "version=",
      OLD,
      "github.com/acme/web",
      "?ref="
    };
    int found = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(1 + random.nextInt(9), 0, parts.length).forEach(at -> text.append(parts[at]));
      String url = text.toString();
      found += RemoteRef.parse(url).stream().peek(ref -> assertIn(url, ref)).toList().size();
    }
    assertThat(found).as("not vacuous").isGreaterThan(100);
  }

  private static void assertIn(String url, RemoteRef ref) {
    assertThat(url.substring(ref.start())).startsWith(ref.version());
    assertThat(ref.text()).startsWith(ref.repository().host());
  }

  private static String name(Random random) {
    String letters = "abcxyz0189-_.";
    return "a"
        + IntStream.range(0, random.nextInt(6))
            .mapToObj(_ -> letters.substring(random.nextInt(letters.length())).substring(0, 1))
            .reduce("", String::concat);
  }

  private static String one(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
