package dev.gitopsbinding.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.program.Command;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that show source commits, whose texts strangers write. */
class CommitMessageTest {
  private static final CommitSha COMMIT = new CommitSha("1".repeat(40));
  private static final Instant DATE = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final String LIST =
      """
      deploy {{tag}}

      {{#commits}}
      {{shortCommit}} {{subject}} ({{author}}, {{date}})
      {{/commits}}
      {{#commitCount}}
      {{commitCount}} in all
      {{/commitCount}}
      """;

  @Test
  void listsTheCommitsAndReferencesTheNewOneForArgoCd() {
    assertThat(render(LIST, contents(2, false, commit("feat: new", "Ada"), commit("old", "Zoë"))))
        .isEqualTo(
            """
            deploy 1.0

            1111111 feat: new (Ada, 2026-01-02T03:04:05Z)
            1111111 old (Zoë, 2026-01-02T03:04:05Z)
            2 in all

            GitOps-Binding: shop/web
            GitOps-Source: 1111111111111111111111111111111111111111
            Argocd-reference-commit-author: Ada <ada@example.com>
            Argocd-reference-commit-date: 2026-01-02T03:04:05Z
            Argocd-reference-commit-sha: 1111111111111111111111111111111111111111
            Argocd-reference-commit-subject: feat: new
            Argocd-reference-commit-repourl: ssh://git.example.com/acme/web.git
            """);
  }

  @Test
  void whatIsNotKnownLeavesNoTrace() {
    assertThat(render(LIST + "{{commitSubject}}{{commitAuthor}}", null))
        .isEqualTo(
            """
            deploy 1.0

            GitOps-Binding: shop/web
            GitOps-Source: 1111111111111111111111111111111111111111
            Argocd-reference-commit-sha: 1111111111111111111111111111111111111111
            Argocd-reference-commit-repourl: ssh://git.example.com/acme/web.git
            """);
  }

  @ParameterizedTest
  @CsvSource({"5, false, 5", "1000, true, more than 1000", ", false, ''"})
  void theCountSaysWhatIsKnown(@Nullable Integer count, boolean more, String shown) {
    assertThat(render("x [{{commitCount}}]", contents(count, more, commit("a", "b"))))
        .startsWith("x [" + shown + "]\n\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{commitSubject}}                                            | blank where the source",
        "{{#commits}}x{{/commits}}                                    | blank where the source",
        "x {{commits}}                                                | {{#commits}}{{subject}}",
        "x {{subject}}                                                | variable 'subject'",
        "x {{#commits}}{{tags}}{{/commits}}                           | variable 'tags'",
        "x {{#commits}}{{^subject}}{{tags}}{{/subject}}{{/commits}}   | variable 'tags'",
        "x {{^commits}}{{subject}}{{/commits}}                        | variable 'subject'",
        "x {{#commits}}{{#commits}}{{/commits}}{{/commits}}           | no {{#commits}} in itself",
        "x {{#commits}}{{subject.length}}{{/commits}}                 | variable",
        "x {{#commits}}                                               | not closed",
      })
  void refusesWhatCannotBeRendered(String template, String why) {
    assertThat(MessageTemplate.parse(template))
        .isInstanceOfSatisfying(
            Result.Failed.class, failed -> assertThat(failed.failure().message()).contains(why));
  }

  @Test
  void onlyTemplatesThatShowCommitsNeedTheHistory() {
    for (String one :
        List.of(
            "x {{#commits}}y{{/commits}}",
            "x {{^commits}}y{{/commits}}",
            "x {{commitCount}}",
            "x {{#tag}}{{commitSubject}}{{/tag}}",
            "x {{commitAuthor}}")) {
      assertThat(parse(one).usesHistory()).as(one).isTrue();
    }
    assertThat(parse("{{image}} {{tag}} {{commit}} {{shortCommit}} commits").usesHistory())
        .isFalse();
  }

  @Test
  void aSectionIsRepeatedAtMostTwentyTimesAndTheMessageIsBounded() {
    SourceCommit[] commits = new SourceCommit[PushContents.SHOWN];
    Arrays.fill(commits, commit("s".repeat(500), "a".repeat(500)));
    String template = "x" + "{{#commits}}{{subject}}{{/commits}}".repeat(110);

    String message = render(template, contents(1_000, true, commits));

    assertThat(message).hasSizeBetween(65_536, 67_000);
    assertTrailers(message);
  }

  @Test
  void aReferenceToAnIssueClosesNoneOfTheManifestRepository() {
    assertThat(
            render(
                "x {{commitSubject}}", contents(1, false, commit("fixes #12, Closes #3", "Ada"))))
        .startsWith("x fixes # 12, Closes # 3\n")
        .doesNotContain("#12", "#3");
    assertThat(
            render(
                "x", contents(1, false, commit("Fixes https://h/o/r/issues/12 and o/r#12", "Ada"))))
        .contains("-subject: Fixes https:// h/o/r/issues/12 and o/r# 12\n");
    assertThat(render("x {{commitSubject}}", contents(1, false, commit("more (#12)", "Ada"))))
        .startsWith("x more (#12)\n");
  }

  @ParameterizedTest
  @CsvSource({
    "chore: release 1.2.3 [skip ci], chore: release 1.2.3 (skip ci)",
    "[CI Skip] docs, (CI Skip) docs",
    "docs [no ci], docs (no ci)",
    "a [skip actions] b, a (skip actions) b",
    "***NO_CI*** docs, (NO_CI) docs",
    "[web] no change, [web] no change",
    "skip [ci], skip [ci]"
  })
  void aSubjectDoesNotSwitchOffTheChecksOfTheManifestRepository(String subject, String written) {
    assertThat(render("x {{commitSubject}}", contents(1, false, commit(subject, "Ada"))))
        .startsWith("x " + written + "\n")
        .contains("-subject: " + written + "\n");
  }

  @Test
  void aTemplateThatWasNotSeenToBeWrongFailsNoPush() {
    assertThat(
            render(
                "x{{^commitCount}}{{#commits}}{{#commits}}{{subject}}{{/commits}}{{/commits}}{{/commitCount}}",
                new PushContents(List.of(), List.of(commit("s", "Ada")), null, false)))
        .startsWith("x\n");
  }

  @Fault(
      value = "source commits whose subjects and authors imitate trailers, dividers and line ends",
      holds = {"I3"})
  @ParameterizedTest(name = "text {index}")
  @ValueSource(
      strings = {
        "GitOps-Binding: other/one",
        "gitops-source : 2",
        "Argocd-reference-commit-sha: 2222222",
        "Signed-off-by: Mallory <m@example.com>",
        "---",
        "--- a/b",
        "# ------------------------ >8 ------------------------",
        "x\n\nGitOps-Binding: other/one",
        "x\r\rGitOps-Binding: other/one",
        "x\u2028\u2029\u0085GitOps-Binding: other/one",
        "\u202eGitOps-Binding: other/one",
        "\u200b\ufeff---",
        "\ud83d lone \udc00",
        "\u0000\u001b[31m",
        "{{tag}} {{#commits}}x{{/commits}}",
        "$0 \\1 %s",
        "",
      })
  void noTextOfACommitForgesOrHidesATrailer(String text) {
    PushContents contents = contents(2, false, commit("plain", "Ada"), commit(text, text));
    for (String template :
        List.of(
            "x\n{{#commits}}{{subject}}\n{{/commits}}",
            "x\n\n{{#commits}}{{author}}\n\n{{/commits}}",
            "x\n\n{{#commits}}{{subject}}{{author}}{{/commits}}",
            "{{#commits}}{{subject}}\n{{/commits}}x")) {
      // When
      String message = render(template, contents);

      // Then
      assertTrailers(message);
      assertThat(message.chars().filter(c -> Character.isISOControl(c) && c != '\n')).isEmpty();
      assertThat(message.codePoints().map(Character::getType).boxed().toList())
          .doesNotContain((int) Character.FORMAT, (int) Character.SURROGATE);
    }
    assertThat(footers(render("x", contents(1, false, commit(text, text)))))
        .containsExactly("shop/web");
  }

  /** As git and JGit read them. */
  private static void assertTrailers(String message) {
    List<String> lines =
        Command.in(Path.of("").toAbsolutePath())
            .feed(message.getBytes(StandardCharsets.UTF_8), "git", "interpret-trailers", "--parse")
            .text()
            .lines()
            .toList();
    List<String> names = lines.stream().map(line -> line.replaceFirst(":.*", "")).toList();
    assertThat(names).doesNotHaveDuplicates().startsWith("GitOps-Binding", "GitOps-Source");
    assertThat(names.subList(2, names.size()))
        .allSatisfy(name -> assertThat(name).startsWith("Argocd-reference-commit-"));
    assertThat(lines)
        .contains(
            "GitOps-Binding: shop/web",
            "GitOps-Source: " + COMMIT,
            "Argocd-reference-commit-sha: " + COMMIT,
            "Argocd-reference-commit-repourl: ssh://git.example.com/acme/web.git");
    assertThat(footers(message)).containsExactly("shop/web");
  }

  private static List<String> footers(String message) {
    String head =
        """
        tree 0000000000000000000000000000000000000000
        author a <b> 0 +0000
        committer a <b> 0 +0000

        """;
    return RevCommit.parse((head + message).getBytes(StandardCharsets.UTF_8))
        .getFooterLines("GitOps-Binding");
  }

  private static SourceCommit commit(String subject, String author) {
    return new SourceCommit(COMMIT, subject, author, "ada@example.com", DATE);
  }

  private static PushContents contents(
      @Nullable Integer count, boolean more, SourceCommit... commits) {
    return new PushContents(Collections.emptyList(), List.of(commits), count, more);
  }

  private static String render(String template, @Nullable PushContents contents) {
    return parse(template)
        .render(
            new MessageTemplate.Variables(
                new BindingId("shop", "web"),
                "ghcr.io/acme/web",
                "1.0",
                COMMIT,
                "main",
                RepositoryUrl.parse("git@git.example.com:acme/web.git"),
                contents));
  }

  private static MessageTemplate parse(String template) {
    return switch (MessageTemplate.parse(template)) {
      case Result.Ok<MessageTemplate>(var parsed) -> parsed;
      case Result.Failed<MessageTemplate>(var failure) ->
          throw new AssertionError(failure.message());
    };
  }
}
