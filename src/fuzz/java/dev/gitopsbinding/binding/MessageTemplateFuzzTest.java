package dev.gitopsbinding.binding;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gitopsbinding.fuzz.FuzzParts;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.model.image.ImageReference;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;

/**
 * A template is refused, or whatever it renders has a subject and no trailers but the real ones.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MessageTemplateFuzzTest {
  private static final RepositoryUrl URL = RepositoryUrl.parse("https://github.com/acme/web");
  private static final Pattern DNS_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final int LONGEST_MESSAGE = 70_000;

  /**
   * Parts: the template; the binding's namespace and name, image, tag and branch; and the subject,
   * author and e-mail address of a source commit. Without a subject no commit is known.
   */
  @FuzzTest
  void template(byte[] input) {
    FuzzParts parts = FuzzParts.of(input);
    String text = parts.get(0);
    MessageTemplate.Variables variables = variables(parts);
    switch (MessageTemplate.parse(text)) {
      case Result.Ok<MessageTemplate>(MessageTemplate template) ->
          assertHonest(template.render(variables), variables);
      case Result.Failed<MessageTemplate>(var failure) -> {
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_TEMPLATE);
        assertOneLine(failure.message());
        assertThat(failure.message()).hasSizeLessThan(1000);
      }
    }
  }

  private static void assertHonest(String message, MessageTemplate.Variables variables) {
    List<String> trailers = message.substring(message.lastIndexOf("\n\n") + 2).lines().toList();
    assertThat(trailers)
        .startsWith(
            "GitOps-Binding: " + variables.binding(), "GitOps-Source: " + variables.commit())
        .contains("Argocd-reference-commit-sha: " + variables.commit());
    assertThat(trailers.stream().skip(2))
        .allSatisfy(line -> assertThat(line).matches("Argocd-reference-commit-[a-z]+: \\S.*"));
    assertThat(message.lines().filter(line -> names(line, "gitops-binding"))).hasSize(1);
    assertThat(message.lines().filter(line -> names(line, "gitops-source"))).hasSize(1);
    String subject = message.lines().findFirst().orElse("");
    assertThat(subject).isNotBlank();
    assertThat(message.chars().filter(c -> Character.isISOControl(c) && c != '\n' && c != '\t'))
        .isEmpty();
    assertThat(message).hasSizeLessThan(LONGEST_MESSAGE);
  }

  /** Whether git would read a trailer of this name: its key, blanks, and a colon. */
  private static boolean names(String line, String trailer) {
    int colon = line.indexOf(':');
    return colon >= 0 && line.substring(0, colon).strip().equalsIgnoreCase(trailer);
  }

  private static MessageTemplate.Variables variables(FuzzParts parts) {
    List<String> names = List.of(parts.get(1), parts.get(2));
    boolean named = names.stream().allMatch(name -> DNS_NAME.matcher(name).matches());
    return new MessageTemplate.Variables(
        named ? new BindingId(names.get(0), names.get(1)) : new BindingId("shop", "web"),
        ImageReference.parse(parts.get(3)).isPresent() ? parts.get(3) : "ghcr.io/acme/web",
        ImageReference.isTag(parts.get(4)) ? parts.get(4) : COMMIT,
        new CommitSha(COMMIT),
        branch(parts.get(5)),
        URL,
        parts.get(6).isEmpty() ? null : contents(parts.get(6), parts.get(7), parts.get(8)));
  }

  private static PushContents contents(String subject, String author, String email) {
    SourceCommit commit =
        new SourceCommit(new CommitSha(COMMIT), subject, author, email, Instant.EPOCH);
    return new PushContents(List.of(), List.of(commit, commit), 2, false);
  }

  private static String branch(String name) {
    try {
      return new RemoteBranch(URL, name).branch();
    } catch (IllegalArgumentException e) {
      return "main";
    }
  }
}
