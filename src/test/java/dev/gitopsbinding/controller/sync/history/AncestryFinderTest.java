package dev.gitopsbinding.controller.sync.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.RollbackStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.Ancestry;
import dev.gitopsbinding.plan.fact.OwnCommit;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Whether the tip descends from what the file holds, by whole names and by short ones. */
class AncestryFinderTest {
  @AutoClose private final SourceFixture source = new SourceFixture();
  private final GitRepository git = source.git;

  private final AncestryFinder finder = new AncestryFinder(source.remotes, source.histories);

  private final String base = git.commit("main", "f", "base");
  private final String left = git.commit("main", "f", "left");

  @Test
  void allCommitsThatTheFileHoldsHaveToBeAncestors() throws InterruptedException {
    // Given
    String tip = git.commit("main", "f", "tip");

    // Then
    assertThat(find(40, tip, base)).isEqualTo(new Ancestry.Descends());
    assertThat(find(40, tip, base, left, tip)).isEqualTo(new Ancestry.Descends());
    assertThat(find(40, tip, "latest")).isEqualTo(new Ancestry.Descends());
    String other = "7".repeat(40);
    assertThat(find(40, tip, base, other)).isEqualTo(new Ancestry.Rewound(other, null));
  }

  @Test
  void aRewoundBranchIsToldWithTheCommonCommitAlsoByShortTags() throws InterruptedException {
    // Given: the left commit was seen before the branch was rewritten
    assertThat(find(7, left, base)).isEqualTo(new Ancestry.Descends());
    git.git("update-ref", "refs/heads/main", base);
    String right = git.commit("main", "f", "right");

    // Then
    Ancestry rewound = new Ancestry.Rewound(left, new CommitSha(base));
    assertThat(find(7, right, left)).isEqualTo(rewound);
    assertThat(find(40, right, left)).isEqualTo(rewound);
    assertThat(find(7, right, "7777777"))
        .as("what is not known has its tag only")
        .isEqualTo(new Ancestry.Rewound("7777777", null));
  }

  @Test
  void aFixDescendsFromTheCommitThatWasRolledBack() throws InterruptedException {
    // Given
    String failed = left;
    String fix = git.commit("main", "f", "fix");
    AncestryFinder fixes = AncestryFinder.ofRolledBack(source.remotes, source.histories);

    // Then
    assertThat(fixes.question()).isEqualTo(Questions.DESCENT_FROM_FAILED);
    assertThat(found(fixes, observation(40, fix, base).with(Questions.OWN_COMMIT, own(failed))))
        .isEqualTo(new Ancestry.Descends());
    git.git("update-ref", "refs/heads/main", base);
    String other = git.commit("main", "f", "other");
    assertThat(found(fixes, observation(40, other, base).with(Questions.OWN_COMMIT, own(failed))))
        .as("though it descends from what is deployed")
        .isEqualTo(new Ancestry.Rewound(failed, new CommitSha(base)));
  }

  @Test
  void theCommitThatWasRolledBackIsKnownByNameIfTheFormOfTagsChanges() throws InterruptedException {
    // Given: a rollback of a time when tags had 40 digits
    String fix = git.commit("main", "f", "fix");
    Observation observation = observation(7, fix, base);
    var rollback =
        new RollbackStatus(
            List.of(base),
            List.of("v-" + left),
            left,
            base,
            "5".repeat(40),
            "2026-02-03T00:00:00Z",
            null,
            observation.binding().file(),
            observation.binding().selection());
    GitOpsBindingStatus status = GitOpsBindingStatus.EMPTY.withRollback(rollback);

    // Then
    AncestryFinder fixes = AncestryFinder.ofRolledBack(source.remotes, source.histories);
    assertThat(found(fixes, with(observation, status))).isEqualTo(new Ancestry.Descends());
    git.git("update-ref", "refs/heads/main", base);
    String other = git.commit("main", "f", "other");
    assertThat(found(fixes, with(observation(7, other, base), status)))
        .isEqualTo(new Ancestry.Rewound(left, new CommitSha(base)));
  }

  private static Observation with(Observation observation, GitOpsBindingStatus status) {
    return new Observation(
        observation.binding(),
        status,
        null,
        observation.workload(),
        observation.notBefore(),
        false,
        observation.facts());
  }

  private Fact<Optional<OwnCommit>> own(String failed) {
    return new Fact.Known<>(
        Optional.of(
            new OwnCommit(
                new CommitSha("5".repeat(40)),
                Instant.parse("2026-02-03T00:00:00Z"),
                List.of(image(base, 40)),
                List.of(),
                failed)),
        Instant.EPOCH);
  }

  private Ancestry find(int length, String tip, String... tags) throws InterruptedException {
    return found(finder, observation(length, tip, tags));
  }

  private static Ancestry found(AncestryFinder finder, Observation observation)
      throws InterruptedException {
    return finder.find(observation, TimeLimit.in(LaneFixture.PATIENCE)).known().orElseThrow();
  }

  private static Observation observation(int length, String tip, String... tags) {
    return SourceFixture.observation(
        Bindings.parse(
            Bindings.resource(
                """
                        source: {url: "https://git.example.com/web", ref: {branch: main}, rewind: Hold}
                        image: {name: ghcr.io/acme/web, tag: {length: %d}}
                        """
                    .formatted(length))),
        tip,
        Arrays.stream(tags).map(tag -> image(tag, length)).toList());
  }

  private static String image(String tag, int length) {
    boolean commit = tag.length() == 40;
    return "ghcr.io/acme/web:" + (commit ? tag.substring(0, length) : tag);
  }
}
