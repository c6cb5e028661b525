package dev.gitopsbinding.notify.commitstatus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.spec.BranchRef;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.api.v1alpha1.spec.source.CommitStatusSpec;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceBinding;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import dev.gitopsbinding.api.v1alpha1.spec.source.TokenSecretRef;
import dev.gitopsbinding.forge.login.ForgeLogins;
import dev.gitopsbinding.forge.status.StatusFixture;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.git.credential.SecretSource;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.notify.Messages;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitParts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommitStatusSinkTest {
  private static final String TOKEN = "s3cret-token";

  private final StatusFixture forge = new StatusFixture(talk -> talk.json(201, "{}"));
  private final List<CommitStatusListener.Result> results = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger starts = new AtomicInteger();
  private final CommitStatusSink sink =
      new CommitStatusSink(
          new CommitStatusSink.Parts(
              () -> {
                starts.incrementAndGet();
                return forge.statuses;
              },
              () -> {
                starts.incrementAndGet();
                return new ForgeLogins(new Secrets(), GitParts.NO_APPS);
              },
              results::add,
              (_, event) -> events.add(event.reason() + ": " + event.note()),
              forge.clock));

  /** One Secret with a token, whose owner consents to every host. */
  private static final class Secrets implements SecretSource {
    @Override
    public Result<Credential> credential(String namespace, String name, RepositoryUrl url) {
      return Result.ok(new Credential.Bearer(TOKEN, StatusFixture.authorityPem()));
    }

    @Override
    public Result<SecretData> secret(String namespace, String name) {
      return Result.ok(
          new SecretData(
              namespace, name, "Opaque", Map.of(), Map.of("bearerToken", TOKEN.getBytes(UTF_8))));
    }

    @Override
    public void forget(String namespace, String name) {}

    @Override
    public void forget(String namespace, String name, Instant notBefore) {}
  }

  @AfterEach
  void close() {
    sink.close();
    forge.close();
  }

  @Test
  void withoutAReportNothingIsStartedOrSent() {
    for (NotificationEvent kind : NotificationEvent.values()) {
      sink.report(Messages.change(kind, kind.text(), "What happened.", Messages.spec()));
    }

    assertThat(starts).hasValue(0);
    assertThat(forge.server.asked()).isEmpty();
  }

  @Test
  void theStatusIsWrittenWithTheTokenAndNoOtherChangeIsTold() {
    GitOpsBindingSpec spec = spec(source(null));

    for (NotificationEvent kind :
        List.of(NotificationEvent.PUSHED, NotificationEvent.FAILED, NotificationEvent.RECOVERED)) {
      sink.report(Messages.change(kind, kind.text(), "What happened.", spec));
    }

    Awaitility.await().until(() -> results.size() == 1);
    assertThat(forge.server.asked())
        .singleElement()
        .satisfies(
            asked -> {
              assertThat(asked.target())
                  .isEqualTo("/api/v1/repos/acme/web/statuses/" + Messages.COMMIT);
              assertThat(asked.authorization()).contains("token " + TOKEN);
              assertThat(asked.body())
                  .contains("\"state\":\"pending\"", "\"context\":\"gitopsbinding/shop/web\"");
            });
    assertThat(results).containsExactly(CommitStatusListener.Result.SET);
    assertThat(events).isEmpty();
  }

  @Test
  void aPromotedCommitIsToldToTheRepositoryThatTheStatusNames() {
    sink.report(
        Messages.change(
            NotificationEvent.PUSHED,
            "Pushed",
            "What happened.",
            spec(source(new SourceBinding("staging", null, null)))));

    Awaitility.await().until(() -> results.size() == 1);
    assertThat(forge.server.asked())
        .singleElement()
        .satisfies(asked -> assertThat(asked.target()).contains("/repos/acme/web/statuses/"));
  }

  @Fault(value = "a forge that does not accept the token", holds = "I6")
  @Test
  void aRefusedTokenIsAnEventWithoutTheToken() {
    forge.server.answers(talk -> talk.json(401, "{\"message\": \"bad token " + TOKEN + "\"}"));

    sink.report(
        Messages.change(NotificationEvent.PUSHED, "Pushed", "What happened.", spec(source(null))));

    Awaitility.await().until(() -> !events.isEmpty());
    assertThat(results).containsExactly(CommitStatusListener.Result.REJECTED);
    assertThat(events)
        .singleElement()
        .asString()
        .startsWith("CommitStatusFailed: spec.source.commitStatus: ")
        .contains("does not accept the token", "'write:repository'")
        .doesNotContain(TOKEN);
    assertThat(forge.server.asked()).hasSize(1);
  }

  private SourceSpec source(@Nullable SourceBinding upstream) {
    boolean follows = upstream != null;
    return new SourceSpec(
        follows ? null : "git@git.example.com:acme/web.git",
        follows ? null : new BranchRef("main"),
        null,
        null,
        null,
        null,
        upstream,
        null,
        "CommitStatus",
        new CommitStatusSpec(
            "Gitea",
            "https://" + forge.server.host() + "/api/v1",
            new TokenSecretRef("forge"),
            null));
  }

  private static GitOpsBindingSpec spec(SourceSpec source) {
    GitOpsBindingSpec spec = Messages.spec();
    return new GitOpsBindingSpec(
        null,
        null,
        null,
        null,
        spec.image(),
        source,
        spec.manifest(),
        null,
        null,
        null,
        null,
        null);
  }
}
