package dev.gitopsbinding.http.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.http.hook.provider.BitbucketHook;
import dev.gitopsbinding.http.hook.provider.DockerHubHook;
import dev.gitopsbinding.http.hook.provider.GenericHook;
import dev.gitopsbinding.http.hook.provider.GitHubHook;
import dev.gitopsbinding.http.hook.provider.GitLabHook;
import dev.gitopsbinding.http.hook.provider.GiteaHook;
import dev.gitopsbinding.http.hook.provider.HarborHook;
import dev.gitopsbinding.http.hook.provider.HookProvider;
import dev.gitopsbinding.http.hook.provider.HookRequest;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProofCheckTest {
  /** GitHub Docs, "Validating webhook deliveries", "Testing the webhook payload validation". */
  private static final String GITHUB_SECRET = "It's a Secret to Everybody";

  private static final String GITHUB_BODY = "Hello, World!";
  private static final String GITHUB_DIGITS =
      "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

  /** The example of Standard Webhooks, "Webhook signature scheme". */
  private static final String STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String STANDARD_BODY = "{\"test\": 2432232314}";
  private static final String STANDARD_MAC = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final Instant STANDARD_TIME = Instant.ofEpochSecond(1614265330);

  private final SteppedClock clock = new SteppedClock(STANDARD_TIME);
  private final ProofCheck check = new ProofCheck(clock);

  @Test
  void theDocumentedExampleOfGitHubPasses() {
    Map<String, String> headers = Map.of("x-hub-signature-256", "sha256=" + GITHUB_DIGITS);

    assertThat(passes(new GitHubHook(), headers, GITHUB_BODY, GITHUB_SECRET)).isTrue();
    assertThat(passes(new GitHubHook(), headers, GITHUB_BODY + "!", GITHUB_SECRET)).isFalse();
    assertThat(passes(new GitHubHook(), headers, GITHUB_BODY, "another secret of ours")).isFalse();
  }

  @Test
  void whileSecretsAreChangedEachOfThemPasses() {
    Map<String, String> headers = Map.of("x-hub-signature-256", "sha256=" + GITHUB_DIGITS);

    assertThat(passes(new GitHubHook(), headers, GITHUB_BODY, "new", GITHUB_SECRET, "newer"))
        .isTrue();
    assertThat(passes(new GitHubHook(), headers, GITHUB_BODY)).isFalse();
  }

  @Test
  void giteaForgejoAndBitbucketSignTheSameWay() {
    String digits = GITHUB_DIGITS.toUpperCase(java.util.Locale.ROOT);

    assertThat(pass(new GiteaHook(), "x-gitea-signature", GITHUB_DIGITS)).isTrue();
    assertThat(pass(new GiteaHook(), "x-forgejo-signature", digits)).isTrue();
    assertThat(pass(new BitbucketHook(), "x-hub-signature", "sha256=" + GITHUB_DIGITS)).isTrue();
    assertThat(pass(new BitbucketHook(), "x-hub-signature", "sha1=" + GITHUB_DIGITS)).isFalse();
    assertThat(pass(new GiteaHook(), "x-gitea-signature", GITHUB_DIGITS.substring(1))).isFalse();
    assertThat(pass(new GiteaHook(), "x-gitea-signature", "")).isFalse();
    // That of Forgejo counts where both are sent.
    assertThat(
            passes(
                new GiteaHook(),
                Map.of("x-forgejo-signature", "0", "x-gitea-signature", GITHUB_DIGITS),
                GITHUB_BODY,
                GITHUB_SECRET))
        .isFalse();
  }

  @Test
  void theDocumentedExampleOfStandardWebhooksPassesForFiveMinutes() {
    assertThat(passesStandard(new GenericHook(), STANDARD_MAC)).isTrue();
    assertThat(passesStandard(new GitLabHook(), STANDARD_MAC)).isTrue();
    assertThat(passesStandard(new GenericHook(), "v1a,xyz v1,wrong " + STANDARD_MAC)).isTrue();
    assertThat(passesStandard(new GenericHook(), STANDARD_MAC.replace("v1,", "v2,"))).isFalse();
    assertThat(passesStandard(new GenericHook(), "v1,")).isFalse();

    clock.pass(ProofCheck.WINDOW);
    assertThat(passesStandard(new GenericHook(), STANDARD_MAC)).isTrue();
    clock.pass(Duration.ofSeconds(1));
    assertThat(passesStandard(new GenericHook(), STANDARD_MAC)).isFalse();
    clock.pass(Duration.ofSeconds(-602));
    assertThat(passesStandard(new GenericHook(), STANDARD_MAC)).isFalse();
  }

  @Test
  void theSignatureCoversIdAndTimestamp() {
    Map<String, String> right =
        Map.of(
            "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp", "1614265330",
            "webhook-signature", STANDARD_MAC);

    for (String changed : List.of("webhook-id", "webhook-timestamp")) {
      var headers = new java.util.HashMap<>(right);
      headers.put(changed, changed.equals("webhook-id") ? "other" : "1614265331");
      assertThat(passes(new GenericHook(), headers, STANDARD_BODY, STANDARD_SECRET)).isFalse();
      headers.remove(changed);
      assertThat(passes(new GenericHook(), headers, STANDARD_BODY, STANDARD_SECRET)).isFalse();
    }
  }

  @Test
  void aTokenIsComparedBeforeTheBodyIsRead() {
    assertThat(token(new GitLabHook(), "x-gitlab-token", "correct-horse-battery")).isTrue();
    assertThat(token(new GitLabHook(), "x-gitlab-token", "correct-horse-batterx")).isFalse();
    assertThat(token(new GitLabHook(), "x-gitlab-token", "")).isFalse();
    assertThat(token(new HarborHook(), "authorization", "correct-horse-battery")).isTrue();
    assertThat(token(new HarborHook(), "authorization", "bearer correct-horse-battery")).isTrue();
    assertThat(token(new HarborHook(), "authorization", "Basic correct-horse-battery")).isFalse();
    var inPath = new DockerHubHook().proof(new HookRequest(Map.of(), "correct-horse-battery"));
    assertThat(check.mayPass(inPath.orElseThrow(), List.of("correct-horse-battery"))).isTrue();
    assertThat(new DockerHubHook().proof(new HookRequest(Map.of(), ""))).isEmpty();
  }

  /** A signing token that GitLab has been given does not make its plain token useless. */
  @Test
  void aWrongSignatureOfGitLabIsNotRescuedByTheToken() {
    Map<String, String> headers =
        Map.of("webhook-signature", "v1,wrong", "x-gitlab-token", STANDARD_SECRET);

    assertThat(passes(new GitLabHook(), headers, STANDARD_BODY, STANDARD_SECRET)).isFalse();
  }

  private boolean passesStandard(HookProvider provider, String signature) {
    Map<String, String> headers =
        Map.of(
            "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp", "1614265330",
            "webhook-signature", signature);
    return passes(provider, headers, STANDARD_BODY, STANDARD_SECRET);
  }

  private boolean token(HookProvider provider, String header, String value) {
    return provider
        .proof(new HookRequest(Map.of(header, value), ""))
        .filter(proof -> check.mayPass(proof, List.of("correct-horse-battery")))
        .isPresent();
  }

  private boolean pass(HookProvider provider, String header, String value) {
    return passes(provider, Map.of(header, value), GITHUB_BODY, GITHUB_SECRET);
  }

  private boolean passes(
      HookProvider provider, Map<String, String> headers, String body, String... secrets) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return provider
        .proof(new HookRequest(headers, ""))
        .filter(proof -> check.mayPass(proof, List.of(secrets)))
        .filter(proof -> check.passes(proof, List.of(secrets), bytes))
        .isPresent();
  }
}
