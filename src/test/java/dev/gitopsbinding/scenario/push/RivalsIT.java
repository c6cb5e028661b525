package dev.gitopsbinding.scenario.push;

import static dev.gitopsbinding.scenario.stage.OperatorStage.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Bindings that want to write the same image of the same file. */
class RivalsIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private final OperatorStage stage = STAGE.get();
  private final Scene owner = stage.scene();

  @Fault(
      value = "older binding of another namespace that may read the manifest and not push to it",
      holds = {"I2", "I6"})
  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void whoOnlyReadsHoldsUpNoOtherNamespace() {
    // Given
    Scene squatter = stage.scene();
    owner.manifest.hook(
        "pre-receive",
        "while read -r old new ref; do git log --format=%B \"$old..$new\""
            + " | grep -q 'GitOps-Binding: "
            + squatter.namespace
            + "/' && { echo 'not you' >&2; exit 1; }; done; exit 0");
    squatter.apply("elder", writing(owner, squatter.spec()));
    squatter.awaitReason("elder", "PushDeclined");
    squatter.awaitAge("elder");

    // When
    owner.apply("web", owner.spec());

    // Then
    owner.awaitReady("web", owner.source.tip("main"));
    assertThat(owner.manifestCommits()).isEqualTo(2);

    // When
    String next = owner.source.commit("main", "README", "second");

    // Then
    owner.awaitReady("web", next);
    assertThat(owner.manifestCommits()).isEqualTo(3);
    await()
        .atMost(OperatorStage.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(stage.get("/metrics"))
                    .contains(",operation=\"push\",result=\"PushDeclined\"}"));
  }

  @Test
  void whoHasPushedIsRespectedByOtherNamespacesAndNotNamed() {
    // Given
    Scene other = stage.scene();
    other.apply("elder", writing(owner, other.spec()));
    other.awaitReady("elder", other.source.tip("main"));
    other.awaitAge("elder");

    // When
    owner.apply("web", owner.spec());

    // Then
    var status = owner.awaitReason("web", "ConflictingBinding");
    assertThat(condition(status, "Ready").message())
        .contains("another namespace")
        .doesNotContain(other.namespace, "elder");
    assertThat(owner.manifestCommits()).isEqualTo(2);
  }

  @Fault(
      value = "status forged by an author, to lay claim to a file of others",
      holds = {"I2", "I6"})
  @Test
  void anAuthorCannotForgeAPush() {
    // Given
    Scene author = stage.scene();
    String forged =
        """
        apiVersion: gitopsbinding.dev/v1alpha1
        kind: GitOpsBinding
        metadata: {name: elder, namespace: %s}
        spec:
        %s
        status: {lastPush: {commit: c, file: f, selection: s}}
        """
            .formatted(author.namespace, ("suspend: true\n" + author.spec()).indent(2));

    // When
    author.apply(forged);

    // Then
    assertThat(author.awaitReason("elder", "Suspended").lastPush()).isNull();
  }

  @Fault(
      value = "older binding that never worked, then repaired",
      holds = {"I2", "I3"})
  @Test
  void whoNeverWorkedHoldsUpNobodyAndWhoIsRepairedTakesOver() {
    // Given
    Scene elsewhere = stage.scene();
    elsewhere.source.commit("main", "README", "another application");
    String spec = writing(owner, elsewhere.spec()).replace("interval: 10s", "interval: 1h");
    owner.apply("elder", spec.replaceFirst("secretRef: \\{name: git}", "secretRef: {name: none}"));
    owner.awaitReason("elder", "SecretNotFound");
    owner.awaitAge("elder");

    // When
    owner.apply("web", owner.spec().replace("interval: 10s", "interval: 1h"));

    // Then
    owner.awaitReady("web", owner.source.tip("main"));

    // When
    owner.apply("elder", spec);

    // Then
    owner.awaitReady("elder", elsewhere.source.tip("main"));
    owner.awaitReason("web", "ConflictingBinding");
    assertThat(owner.manifestCommits()).isEqualTo(3);

    // When
    for (int round = 0; round < 3; round++) {
      String request = "round " + round;
      owner.request("web", request);
      owner.request("elder", request);
      owner.await("elder", status -> request.equals(status.lastHandledRequestedAt()));
      owner.await("web", status -> request.equals(status.lastHandledRequestedAt()));
    }

    // Then
    owner.awaitReason("web", "ConflictingBinding");
    assertThat(owner.manifestCommits()).as("no writing in turns").isEqualTo(3);
  }

  @Fault(
      value = "host of an older binding gone after a push of its own",
      holds = {"I3"})
  @Execution(ExecutionMode.CONCURRENT)
  @Test
  void whoHasPushedKeepsItsClaimWhileItFails() {
    // Given
    owner.apply("elder", owner.spec());
    owner.awaitReady("elder", owner.source.tip("main"));
    owner.awaitAge("elder");
    owner.source.git("update-ref", "-d", "refs/heads/main");
    owner.awaitReason("elder", "RepositoryEmpty");

    // When
    Scene elsewhere = stage.scene();
    elsewhere.source.commit("main", "README", "another application");
    owner.apply("web", writing(owner, elsewhere.spec()));

    // Then
    owner.awaitReason("web", "ConflictingBinding");
    assertThat(owner.manifestCommits()).isEqualTo(2);
  }

  @Fault(value = "older binding kept by a finalizer after its deletion", holds = "I2")
  @Test
  void whoIsBeingDeletedHoldsUpNobody() {
    // Given
    String spec = owner.spec().replace("interval: 10s", "interval: 1h");
    owner.apply("elder", spec);
    owner.awaitReady("elder", owner.source.tip("main"));
    owner.awaitAge("elder");
    keepByFinalizer("elder");
    owner.apply("web", spec);
    owner.awaitReason("web", "ConflictingBinding");

    try {
      // When
      owner.delete("elder");

      // Then
      owner.awaitReady("web", owner.source.tip("main"));
      assertThat(binding("elder").isMarkedForDeletion()).isTrue();
    } finally {
      edit("elder", List.of());
    }
  }

  private void keepByFinalizer(String name) {
    edit(name, List.of("example.com/keep"));
  }

  private void edit(String name, List<String> finalizers) {
    stage
        .api()
        .admin()
        .resource(binding(name))
        .edit(
            binding -> {
              binding.getMetadata().setFinalizers(finalizers);
              return binding;
            });
  }

  private GitOpsBinding binding(String name) {
    return stage
        .api()
        .admin()
        .resources(GitOpsBinding.class)
        .inNamespace(owner.namespace)
        .withName(name)
        .require();
  }

  /** The spec with the manifest of another. */
  private static String writing(Scene owner, String spec) {
    return spec.replaceFirst("deploy[0-9]+\\.git", owner.manifestName);
  }
}
