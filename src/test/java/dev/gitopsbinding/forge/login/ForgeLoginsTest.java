package dev.gitopsbinding.forge.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.client.ForgeAccess;
import dev.gitopsbinding.git.credential.AppToken;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.credential.Credentials;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.git.credential.SecretSource;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.testing.forge.GitHubAppStandIn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets and tokens from memory: what an access is made of, and when it is renewed. */
class ForgeLoginsTest implements SecretSource, AppTokens {
  private static final RepositoryUrl API =
      RepositoryUrl.parse("https://api.github.com/repos/acme/web");
  private static final Failure REFUSED = new Failure.Secret(Reason.FORGE_UNAVAILABLE, "no.");

  private final List<String> forgotten = new ArrayList<>();
  private final List<Result<AppToken>> given = new ArrayList<>();
  private Map<String, String> data = Map.of("bearerToken", "one");
  private Map<String, String> next = data;
  private Optional<AppToken> another = Optional.empty();
  private String hosts = "api.github.com";
  private final ForgeLogins logins = new ForgeLogins(this, this);

  private final List<String> used = new ArrayList<>();

  @Test
  void aTokenOfTheSecretIsUsed() throws Exception {
    assertThat(use(_ -> Result.ok("done"))).isEqualTo(Result.ok("done"));
    assertThat(used).containsExactly("one");
    assertThat(forgotten).isEmpty();
  }

  @Test
  void aRefusedTokenIsReadAgainAndUsedIfItChanged() throws Exception {
    next = Map.of("bearerToken", "two");

    assertThat(use(access -> "two".equals(access.token()) ? Result.ok("done") : refused()))
        .isEqualTo(Result.ok("done"));

    assertThat(used).containsExactly("one", "two");
    assertThat(forgotten).containsExactly("forge");
  }

  @Test
  void aRefusedTokenThatStaysTheSameIsUsedOnce() throws Exception {
    assertThat(use(_ -> refused())).isEqualTo(refused());
    assertThat(used).containsExactly("one");
  }

  @Test
  void anAppGetsItsTokenAndItsDigestStaysWhileTokensChange() throws Exception {
    app();
    given.add(token("ghs_1"));
    given.add(token("ghs_2"));
    List<ForgeAccess> accesses = new ArrayList<>();

    for (int i = 0; i < 2; i++) {
      use(
          access -> {
            accesses.add(access);
            return Result.ok("done");
          });
    }

    assertThat(used).containsExactly("ghs_1", "ghs_2");
    assertThat(accesses.getFirst().login()).isEqualTo(accesses.getLast().login()).isNotNull();
    assertThat(accesses.toString()).doesNotContain("ghs_");
  }

  @Test
  void aRevokedTokenOfAnAppIsReplacedOnce() throws Exception {
    app();
    given.add(token("ghs_1"));
    another = Optional.of(new AppToken("ghs_2", Instant.EPOCH));

    assertThat(use(_ -> refused())).isEqualTo(refused());

    assertThat(used).containsExactly("ghs_1", "ghs_2");
  }

  @Test
  void aTokenThatIsNotReplacedIsUsedOnce() throws Exception {
    app();
    given.add(token("ghs_1"));

    assertThat(use(_ -> refused())).isEqualTo(refused());

    assertThat(used).containsExactly("ghs_1");
  }

  @ParameterizedTest
  @CsvSource({
    "AUTHENTICATION_FAILED, FORGE_UNAVAILABLE",
    "TIMED_OUT, FORGE_UNAVAILABLE",
    "HOST_NOT_ALLOWED, HOST_NOT_ALLOWED",
    "SECRET_INVALID, SECRET_INVALID"
  })
  void whyThereIsNoTokenBeginsWithTheField(Reason reason, Reason shown) throws Exception {
    app();
    Result<AppToken> none = Result.failed(new Failure.Remote(reason, "GitHub App 1 is ill."));
    given.add(none);
    given.add(none);

    Failure failure = ((Result.Failed<String>) use(_ -> Result.ok("done"))).failure();

    assertThat(failure.reason()).isEqualTo(shown);
    assertThat(failure.message()).isEqualTo("spec.x.secretRef: GitHub App 1 is ill.");
    assertThat(used).isEmpty();
  }

  @Test
  void theConsentOfAnAppForTheGitHostIsGoodForItsApi() throws Exception {
    app();
    given.add(token("ghs_1"));
    hosts = "github.com";
    assertThat(use(_ -> Result.ok("done"))).isEqualTo(Result.ok("done"));

    data = Map.of("bearerToken", "one");
    next = data;
    assertThat(((Result.Failed<String>) use(_ -> Result.ok("done"))).failure().reason())
        .as("a token names the API itself")
        .isEqualTo(Reason.SECRET_NOT_CONSENTED);
  }

  @Test
  void aSecretForSshHasNoLoginForAForge() throws Exception {
    data = Map.of("ssh-privatekey", "key");
    next = data;
    assertThat(((Result.Failed<String>) use(_ -> Result.ok("done"))).failure().message())
        .startsWith("spec.x.secretRef: Secret shop/forge has no key 'bearerToken'");
  }

  private void app() {
    data = Map.of("githubAppID", "1", "githubAppPrivateKey", GitHubAppStandIn.key());
    next = data;
  }

  private static Result<AppToken> token(String value) {
    return Result.ok(new AppToken(value, Instant.EPOCH));
  }

  private static Result<String> refused() {
    return Result.failed(REFUSED);
  }

  private Result<String> use(Function<ForgeAccess, Result<String>> use)
      throws InterruptedException {
    return logins.use(
        new ForgeLogins.Request("shop", "forge", API, "spec.x"),
        TimeLimit.in(Duration.ofSeconds(5)),
        access -> {
          used.add(access.token());
          return use.apply(access);
        });
  }

  @Override
  public Result<Credential> credential(String namespace, String name, RepositoryUrl url) {
    return secret(namespace, name).then(secret -> Credentials.of(url, secret));
  }

  @Override
  public Result<SecretData> secret(String namespace, String name) {
    return Result.ok(
        new SecretData(
            namespace,
            name,
            "Opaque",
            Map.of("gitopsbinding.dev/hosts", hosts),
            data.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().getBytes(StandardCharsets.UTF_8)))));
  }

  @Override
  public void forget(String namespace, String name) {
    forgotten.add(name);
    data = next;
  }

  @Override
  public void forget(String namespace, String name, Instant notBefore) {}

  @Override
  public Result<AppToken> token(Access access, Duration timeout) {
    return given.removeFirst();
  }

  @Override
  public Result<Optional<AppToken>> another(Access access, AppToken refused, Duration timeout) {
    return Result.ok(another);
  }
}
