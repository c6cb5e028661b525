package dev.gitopsbinding.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.program.Command;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTemplateTest {
  private static final MessageTemplate.Variables VARIABLES =
      new MessageTemplate.Variables(
          new BindingId("shop", "web"),
          "ghcr.io/acme/web",
          "v1&2",
          new CommitSha("0123456789abcdef0123456789abcdef01234567"),
          "main",
          null,
          null);

  @Test
  void rendersEveryVariableWithoutEscaping() {
    // Given
    String template =
        "{{image}} {{tag}} {{commit}} {{shortCommit}} {{branch}} {{namespace}} {{name}}";

    // When
    String message = parse(template).render(VARIABLES);

    // Then
    assertThat(message)
        .isEqualTo(
            """
            ghcr.io/acme/web v1&2 0123456789abcdef0123456789abcdef01234567 0123456 main shop web

            GitOps-Binding: shop/web
            GitOps-Source: 0123456789abcdef0123456789abcdef01234567
            Argocd-reference-commit-sha: 0123456789abcdef0123456789abcdef01234567
            """);
  }

  @Test
  void sectionsOverAVariableAreAllowed() {
    assertThat(parse("{{#tag}}bump{{/tag}}").render(VARIABLES)).startsWith("bump\n\n");
  }

  @Test
  void aTrailerThatTheValueOfAVariableForgesIsRenderedAsAQuotation() {
    // Given
    MessageTemplate template = parse("x\n\nGitOps-{{name}}: other/one");
    var named = new BindingId("shop", "binding");

    // When
    String message =
        template.render(
            new MessageTemplate.Variables(
                named, VARIABLES.image(), VARIABLES.tag(), VARIABLES.commit(), "main", null, null));

    // Then
    assertThat(message)
        .startsWith("x\n\n> GitOps-binding: other/one\n\nGitOps-Binding: shop/binding\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{unknown}}",
        "{{image",
        "{{..}}",
        "{{}}",
        "{{tag.length}}",
        "{{commit.toCharArray}}",
        "{{#entrySet}}x{{/entrySet}}",
        "{{> other}}",
        "{{#unknown}}x{{/unknown}}",
        "   ",
        "bell \u0007",
        "escape \u001b[31m",
        "x\n\nGitOps-Binding: other/one",
        "x\n gitops-source : 1",
        "x\n---\ny",
        "x\n--- {{tag}}",
        "x\n\n---",
        "x\n---{{#tag}}\t{{/tag}}",
        "x\n# ------------------------ >8 ------------------------\ny",
      })
  void refusesWhatCannotBeRenderedOrForgesATrailer(String template) {
    assertThat(MessageTemplate.parse(template))
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed -> {
              assertThat(failed.failure().reason()).isEqualTo(Reason.INVALID_TEMPLATE);
              assertThat(failed.failure().message()).startsWith("spec.commit.messageTemplate");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chore: {{foo}}     | spec.commit.messageTemplate, line 1: unknown variable 'foo'.",
        "{{image            | spec.commit.messageTemplate: a {{ is not closed.",
        "{{> other}}        | spec.commit.messageTemplate: only {{variables}} can be used",
      })
  void saysWhatIsWrongInItsOwnWords(String template, String expected) {
    assertThat(MessageTemplate.parse(template))
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed ->
                assertThat(failed.failure().message())
                    .startsWith(expected)
                    .endsWith(
                        "Known variables: image, tag, commit, shortCommit, branch, namespace,"
                            + " name, commitCount, commitSubject, commitAuthor; in {{#commits}}"
                            + " also subject, author, date.")
                    .doesNotContain("method", "Exception"));
  }

  @Fault(
      value = "a template with lines that look like git's own",
      holds = {"I3"})
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bump {{tag}}",
        "x\n----\ny",
        "x\n---a",
        "x\n ---\ny",
        "x\n--{{tag}}",
        "x\n# y",
        "x\nConflicts:\n\ty",
        "x\n\nSigned-off-by: a <a@b>",
        "x: y",
        "diff --git a/b a/b\n@@ -1 +1 @@",
      })
  void gitFindsTheTrailersBelowEachTextThatIsAllowed(String template) {
    assertTrailers(parse(template).render(VARIABLES));
  }

  @Test
  void noValueOfAVariableHidesTheTrailers() {
    String template = "x\n\n# ------------------------ >{{branch}} ------------------------\ny";
    assertTrailers(
        parse(template)
            .render(
                new MessageTemplate.Variables(
                    VARIABLES.binding(),
                    VARIABLES.image(),
                    VARIABLES.tag(),
                    VARIABLES.commit(),
                    "8",
                    null,
                    null)));
  }

  private static void assertTrailers(String message) {
    String trailers =
        Command.in(Path.of("").toAbsolutePath())
            .feed(message.getBytes(StandardCharsets.UTF_8), "git", "interpret-trailers", "--parse")
            .text();

    assertThat(trailers)
        .endsWith(
            "GitOps-Binding: shop/web\nGitOps-Source: 0123456789abcdef0123456789abcdef01234567\n"
                + "Argocd-reference-commit-sha: 0123456789abcdef0123456789abcdef01234567");
  }

  private static MessageTemplate parse(String template) {
    return switch (MessageTemplate.parse(template)) {
      case Result.Ok<MessageTemplate>(var parsed) -> parsed;
      case Result.Failed<MessageTemplate>(var failure) ->
          throw new AssertionError(failure.message());
    };
  }
}
