package dev.gitopsbinding.controller.sync.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.index.BindingIndex;
import dev.gitopsbinding.controller.index.ParsedBindings;
import dev.gitopsbinding.controller.index.ReconcileTimer;
import dev.gitopsbinding.controller.index.SourceChanges;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits;
import dev.gitopsbinding.controller.sync.manifest.ManifestReadCache;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.edit.workload.WorkloadEditKind;
import dev.gitopsbinding.git.GitListener.Operation;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.source.SourceTips;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.git.GitRepository;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a binding that was never synced asks of its hosts, with real repositories. */
class FirstSyncTest {
  private static final GitOpsBindingStatus SYNCED =
      new KubernetesSerialization().unmarshal("observedGeneration: 1", GitOpsBindingStatus.class);

  /** No Secret is needed for it, so that none has to be read. */
  private static final String SPEC =
      """
      source: {url: https://git.example.com/web, ref: {branch: main}}
      manifest: {url: https://git.example.com/deploy, ref: {branch: main}, path: web.yaml}
      """;

  private static final Binding WEB = Bindings.parse(Bindings.resource(SPEC));
  private static final Binding PREVIEW =
      Bindings.parse(Bindings.resource(SPEC + "mode: Preview\n"));

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository web = fixture.repository("web");
  private final GitRepository deploy = fixture.repository("deploy");
  private final CredentialedRemotes remotes =
      new CredentialedRemotes(null, DefaultSettings.ANY_HOST, new SchemePolicy(false));
  private final ManifestFinder manifests =
      new ManifestFinder(
          remotes,
          fixture.lanes,
          new ManifestReadCache(
              new ManifestEdits(
                  new EditKinds(List.of(new WorkloadEditKind(DefaultSettings.YAML_LIMITS))))),
          new YamlWorkers(DefaultSettings.YAML_LIMITS, new MemoryBudget(1 << 24)),
          new BranchRewrites(),
          Clock.systemUTC());
  private final SourceTipFinder sources =
      new SourceTipFinder(
          remotes,
          new SourceTips(new SourceConnector(), Clock.systemUTC(), 10),
          new SourceChanges(
              new BindingIndex(new ParsedBindings(Duration.ofMinutes(1))),
              new ReconcileTimer(),
              _ -> {}),
          manifests,
          Clock.systemUTC());

  /** JGit's transport over pipes wants a repository on disk; of a source there is none. */
  private final class SourceConnector implements Connector {
    @Override
    public <T> Result<T> with(
        Remote remote, Repository none, Operation operation, Duration timeout, Use<T> use) {
      try (Repository any = Git.open(web.directory().toFile()).getRepository()) {
        return fixture.connector.with(remote, any, operation, timeout, use);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeEach
  void begin() {
    web.commit("main", "README", "first");
    deploy.commit(
        "main",
        "web.yaml",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              containers:
              - {name: web, image: "ghcr.io/acme/web:old"}
        """);
  }

  @Test
  void theManifestIsFetchedWhileTheSourceIsRead() throws Exception {
    // When
    Observation observation = ask(sources, observation(GitOpsBindingStatus.EMPTY));
    fixture.awaitCount(Operation.FETCH, 1);
    observation = ask(manifests, observation);

    // Then
    assertThat(observation.require(Questions.SOURCE_TIP).hex()).isEqualTo(web.tip("main"));
    assertThat(observation.require(Questions.MANIFEST).images())
        .containsExactly("ghcr.io/acme/web:old");
    assertThat(fixture.connector.count(Operation.LS_REFS)).isEqualTo(2);
    assertThat(fixture.connector.count(Operation.FETCH)).isOne();
  }

  @Test
  void aSourceThatWasReadDuringTheFetchIsReadAgain() throws Exception {
    // Given: the tag of a newer commit is written by somebody else while the manifest is fetched
    Observation[] during = new Observation[1];
    String[] newer = new String[1];
    fixture.whileBlocked(
        Operation.FETCH,
        () -> {
          during[0] = asked(sources, observation(GitOpsBindingStatus.EMPTY));
          newer[0] = web.commit("main", "README", "second");
        });

    // When
    Observation observation = ask(manifests, during[0]);

    // Then
    assertThat(observation.require(Questions.SOURCE_TIP).hex()).isNotEqualTo(newer[0]);
    assertThat(observation.sourceIsOlder()).isTrue();
    assertThat(ask(sources, observation).require(Questions.SOURCE_TIP).hex()).isEqualTo(newer[0]);
  }

  @Test
  void aPreviewAsksNothingOfTheManifestBeforeTheSourceIsKnown() throws Exception {
    ask(sources, observation(PREVIEW, GitOpsBindingStatus.EMPTY));

    assertThat(fixture.connector.count(Operation.LS_REFS)).isOne();
    assertThat(fixture.clones()).isEmpty();
  }

  @Test
  void aBindingWithAStatusAsksNothingOfTheManifestBeforeTheSourceIsKnown() throws Exception {
    ask(sources, observation(SYNCED));

    assertThat(fixture.connector.count(Operation.LS_REFS)).isOne();
    assertThat(fixture.clones()).isEmpty();
  }

  @Test
  void aManifestThatCannotBeFetchedLeavesTheSourceAloneAndSaysSoWhenItIsAsked() throws Exception {
    // Given
    deploy.git("branch", "--move", "main", "other");

    // When
    Observation observation = ask(sources, observation(GitOpsBindingStatus.EMPTY));
    Fact<ManifestSeen> manifest = manifests.find(observation, TimeLimit.in(LaneFixture.PATIENCE));

    // Then
    assertThat(observation.require(Questions.SOURCE_TIP).hex()).isEqualTo(web.tip("main"));
    assertThat(manifest)
        .isInstanceOfSatisfying(
            Fact.Unavailable.class,
            fact -> assertThat(fact.failure().reason()).isEqualTo(Reason.BRANCH_NOT_FOUND));
  }

  private static <T> Observation ask(FactFinder<T> finder, Observation observation)
      throws InterruptedException {
    finder.begin(observation, TimeLimit.in(LaneFixture.PATIENCE));
    return observation.with(
        finder.question(), finder.find(observation, TimeLimit.in(LaneFixture.PATIENCE)));
  }

  private static <T> Observation asked(FactFinder<T> finder, Observation observation) {
    try {
      return ask(finder, observation);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Observation observation(GitOpsBindingStatus status) {
    return observation(WEB, status);
  }

  private static Observation observation(Binding binding, GitOpsBindingStatus status) {
    return Observation.of(binding, status, null, new Workload.Missing(), Instant.now());
  }
}
