package dev.gitopsbinding.controller.sync.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.git.store.read.BranchLine;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BranchRewritesTest {
  private static final Binding WEB = Bindings.parse(Bindings.resource("{}"));
  private static final Binding MOVED =
      Bindings.parse(
          Bindings.resource(
              """
              manifest:
                url: ssh://git@git.example.com/acme/deploy.git
                ref: {branch: other}
                secretRef: {name: acme-git}
                path: apps/web/deployment.yaml
              """));
  private static final CommitSha OLD = new CommitSha("1".repeat(40));
  private static final CommitSha TIP = new CommitSha("2".repeat(40));

  private final BranchLine line = new BranchLine();
  private final BranchRewrites rewrites = new BranchRewrites();

  @Test
  void whatAnEarlierProcessNamedIsTakenForGoneUntilTheTipIsNamed() {
    assertThat(mayBeGone(WEB, OLD, TIP, line, line)).isTrue();
    assertThat(mayBeGone(WEB, OLD, TIP, line, line)).as("its status was not written").isTrue();

    written(WEB, TIP);

    assertThat(mayBeGone(WEB, TIP, TIP, line, line)).isFalse();
  }

  @Test
  void aRestartAtTheNamedTipCostsNothingNorDoesWhatOthersCommitThen() {
    assertThat(mayBeGone(WEB, OLD, OLD, line, line)).isFalse();
    assertThat(mayBeGone(WEB, OLD, TIP, line, line)).isFalse();
  }

  @Test
  void inANewLineTheNamedCommitMayBeGone() {
    mayBeGone(WEB, OLD, OLD, line, line);
    BranchLine next = new BranchLine();

    assertThat(mayBeGone(WEB, OLD, TIP, line, next)).as("it began during the read").isTrue();
    assertThat(mayBeGone(WEB, OLD, TIP, next, next)).isTrue();
    written(WEB, TIP);
    assertThat(mayBeGone(WEB, TIP, OLD, next, next)).isFalse();
  }

  @Test
  void anotherBranchIsAnotherMatter() {
    mayBeGone(WEB, OLD, OLD, line, line);
    assertThat(mayBeGone(MOVED, OLD, TIP, line, line)).isTrue();
  }

  @Test
  void aReadThatFailedTellsNothing() {
    mayBeGone(WEB, OLD, OLD, line, line);
    Fact<ManifestSeen> failed = Fact.notAsked();

    assertThat(rewrites.note(WEB, OLD, failed, line, new BranchLine())).isSameAs(failed);
    assertThat(mayBeGone(WEB, OLD, TIP, line, line)).isFalse();
  }

  private boolean mayBeGone(
      Binding binding, CommitSha named, CommitSha tip, BranchLine before, BranchLine after) {
    return rewrites.note(binding, named, at(tip), before, after).known().orElseThrow().rewritten();
  }

  private void written(Binding binding, CommitSha tip) {
    rewrites.named(
        Observation.of(
                binding, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), Instant.EPOCH)
            .with(Questions.MANIFEST, at(tip)));
  }

  private static Fact<ManifestSeen> at(CommitSha tip) {
    return new Fact.Known<>(new ManifestSeen(tip, List.of("web:1")), Instant.EPOCH);
  }
}
