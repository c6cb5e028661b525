package dev.gitopsbinding.plan.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProposalMessagesTest {
  private static final Binding WEB =
      Bindings.parse(
          Bindings.resource("push: {branch: gitops/web, pullRequest: {secretRef: {name: forge}}}"));

  @ParameterizedTest
  @ValueSource(strings = {"https://forge.example/", "https://forge.example/7"})
  void aSubjectThatIsTooLongForTheStatusEndsWithAWholeCharacter(String url) {
    var request =
        new PullRequest(
            7, url + "😀".repeat(300), PullRequest.State.OPEN, "title", "body", null, false);

    String subject =
        new ProposalMessages(WEB, WEB.push(), "new").awaitMerge(request, false).subject();

    assertThat(subject).startsWith(url + "😀").endsWith("😀…").hasSizeLessThanOrEqualTo(512);
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(subject)).isTrue();
  }
}
