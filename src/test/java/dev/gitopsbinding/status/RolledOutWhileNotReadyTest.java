package dev.gitopsbinding.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody is told to apply what is not in the manifest repository. */
class RolledOutWhileNotReadyTest {
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
  private static final Binding BINDING = Bindings.parse(Bindings.resource("{}"));
  private static final String OLD = "ghcr.io/acme/web:" + "a".repeat(40);
  private static final String NEW = "ghcr.io/acme/web:" + "b".repeat(40);
  private static final Observation START =
      Observation.of(
          BINDING,
          GitOpsBindingStatus.EMPTY,
          null,
          new Workload.Found(
              List.of(new Workload.Container("web", OLD)), List.of(), new Rollout.Complete()),
          NOW);
  private static final Observation SOURCE =
      START.with(Questions.SOURCE_TIP, new Fact.Known<>(new CommitSha("b".repeat(40)), NOW));

  @Test
  void whileAnImageIsAwaitedItNamesTheReasonOfReady() {
    var status =
        project(manifest(OLD), new Outcome.Waiting(Reason.IMAGE_NOT_FOUND, NEW, "it is missing."));
    assertThat(rolledOut(status).reason()).isEqualTo("AwaitingPush");
    assertThat(rolledOut(status).message())
        .isEqualTo(
            "Deployment web runs aaaaaaa. Tag bbbbbbb is not in the manifest repository: see Ready"
                + " (ImageNotFound).");
  }

  @Test
  void whatIsInTheManifestAwaitsItsApplyWhateverFails() {
    var status = project(manifest(NEW), stopped(Reason.HOST_UNREACHABLE));
    assertThat(rolledOut(status).reason()).isEqualTo("AwaitingApply");
  }

  @Test
  void oneOfTwoContainersIsNotEnough() {
    var status = project(manifest(NEW, OLD), stopped(Reason.PUSH_DECLINED));
    assertThat(rolledOut(status).reason()).isEqualTo("AwaitingPush");
  }

  @Test
  void whatCouldNotBeReadIsNotKnown() {
    var noManifest = project(SOURCE, stopped(Reason.HOST_UNREACHABLE));
    assertThat(rolledOut(noManifest).message())
        .isEqualTo(
            "Deployment web runs aaaaaaa. It is not known whether tag bbbbbbb is in the manifest repository: see Ready (HostUnreachable).");
    var noSource = project(START, stopped(Reason.BRANCH_NOT_FOUND));
    assertThat(rolledOut(noSource).reason()).isEqualTo("DesiredTagUnknown");
    assertThat(rolledOut(noSource).message())
        .isEqualTo("Not known while Ready is False (BranchNotFound).");
    var noSpec =
        StatusProjector.projectUnreadable(
            GitOpsBindingStatus.EMPTY,
            1,
            null,
            new Failure.Spec(Reason.INVALID_TEMPLATE, "no"),
            NOW);
    assertThat(rolledOut(noSpec).message())
        .isEqualTo("Not known while Ready is False (InvalidTemplate).");
  }

  private static Observation manifest(String... images) {
    return SOURCE.with(
        Questions.MANIFEST,
        new Fact.Known<>(
            new ManifestSeen(new CommitSha("c".repeat(40)), Arrays.asList(images)), NOW));
  }

  private static Outcome stopped(Reason reason) {
    return new Outcome.Stopped(reason, "because");
  }

  private static GitOpsBindingStatus project(Observation observation, Outcome outcome) {
    return StatusProjector.project(observation, outcome, NOW);
  }

  private static BindingCondition rolledOut(GitOpsBindingStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals("RolledOut"))
        .findFirst()
        .orElseThrow();
  }
}
