package dev.gitopsbinding.binding;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gitopsbinding.fuzz.FuzzParts;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.ImageReference;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
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
  private static final int LONGEST_VALUE = 1024;

  /** Parts: the template, and the binding's namespace and name, image, tag and branch. */
  @FuzzTest
  void template(byte[] input) {
    FuzzParts parts = FuzzParts.of(input);
    String text = parts.get(0);
    MessageTemplate.Variables variables = variables(parts);
    switch (MessageTemplate.parse(text)) {
      case Result.Ok<MessageTemplate>(MessageTemplate template) ->
          assertHonest(template.render(variables), text, variables);
      case Result.Failed<MessageTemplate>(var failure) -> {
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_TEMPLATE);
        assertOneLine(failure.message());
        assertThat(failure.message()).hasSizeLessThan(1000);
      }
    }
  }

  private static void assertHonest(
      String message, String template, MessageTemplate.Variables variables) {
    assertThat(message)
        .endsWith(
            "\n\nGitOps-Binding: %s\nGitOps-Source: %s\n"
                .formatted(variables.binding(), variables.commit()));
    assertThat(message.lines().filter(line -> names(line, "gitops-binding"))).hasSize(1);
    assertThat(message.lines().filter(line -> names(line, "gitops-source"))).hasSize(1);
    String subject = message.lines().findFirst().orElse("");
    assertThat(subject).isNotBlank();
    assertThat(message.chars().filter(c -> Character.isISOControl(c) && c != '\n' && c != '\t'))
        .isEmpty();
    assertThat(message).hasSizeLessThan((template.length() + 1) * LONGEST_VALUE);
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
        branch(parts.get(5)));
  }

  private static String branch(String name) {
    try {
      return new RemoteBranch(URL, name).branch();
    } catch (IllegalArgumentException e) {
      return "main";
    }
  }
}
