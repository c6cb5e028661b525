package dev.gitopsbinding.controller.sync.history;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.source.paths.PathHistories;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.PathCommit;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A branch of thirty commits of which one is selected; registry and forge are scripted. */
final class SelectionFixture implements AutoCloseable {
  static final String URL = "https://git.example.com/web";
  static final String SOURCE = "source: {url: \"%s\", ref: {branch: main}, %s}";

  final SourceFixture source = new SourceFixture();
  final Set<CommitSha> built = new HashSet<>();
  final Set<CommitSha> failed = new HashSet<>();
  final List<CommitSha> looks = new ArrayList<>();
  final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-02T12:00:00Z"));
  Instant notBefore = Instant.EPOCH;
  boolean due = true;
  boolean registryFails;

  final SelectedCommitFinder finder =
      new SelectedCommitFinder(
          source.remotes,
          source.histories,
          new PathHistories(source.histories, new Committers(LaneFixture.COMMITTER)),
          FactFinder.of(Questions.IMAGE, (candidate, _) -> image(candidate)),
          FactFinder.of(Questions.CHECKS, (candidate, _) -> checks(candidate)),
          (_, _, _) -> due,
          SelectedCommitFinder.MAX_LOOKS,
          clock);

  final List<CommitSha> commits =
      IntStream.range(0, 30)
          .mapToObj(i -> new CommitSha(source.git.commit("main", "f", "" + i)))
          .toList();

  CommitSha tip = commits.getLast();

  SelectedCommit find(CommitSha deployed, GitOpsBindingStatus status) throws InterruptedException {
    return find(deployed.hex(), status);
  }

  SelectedCommit find(String tag, GitOpsBindingStatus status) throws InterruptedException {
    return finder
        .find(observation(tag, status), TimeLimit.in(LaneFixture.PATIENCE))
        .known()
        .orElseThrow();
  }

  SelectedCommit findWithPaths(CommitSha top, CommitSha newest, CommitSha deployed)
      throws InterruptedException {
    Observation observation =
        observation(
                binding("paths: {exclude: [docs]}, "),
                top,
                deployed.hex(),
                GitOpsBindingStatus.EMPTY)
            .with(
                Questions.PATH_COMMIT,
                new Fact.Known<>(new PathCommit.Found(newest, null), Instant.EPOCH));
    return finder.find(observation, TimeLimit.in(LaneFixture.PATIENCE)).known().orElseThrow();
  }

  Observation observation(String tag, GitOpsBindingStatus status) {
    return observation(binding(), tip, tag, status);
  }

  Observation observation(Binding binding, CommitSha top, String tag, GitOpsBindingStatus status) {
    Instant now = Instant.EPOCH;
    Instant reusable = clock.instant().minus(binding.interval().dividedBy(2));
    Instant since = notBefore.isAfter(reusable) ? notBefore : reusable;
    return Observation.of(binding, status, null, new Workload.Missing(), since)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(top, now))
        .with(
            Questions.MANIFEST,
            new Fact.Known<>(
                new ManifestSeen(
                    new CommitSha("9".repeat(40)),
                    List.of(("ghcr.io/acme/web:" + tag).split(", "))),
                now));
  }

  private static Binding binding() {
    return binding("");
  }

  private static Binding binding(String paths) {
    return Bindings.parse(
        Bindings.resource(
            SOURCE.formatted(URL, paths + "select: NewestWithImage, checks: {provider: GitHub}")));
  }

  static GitOpsBindingStatus status(CommitSha landed) {
    return new GitOpsBindingStatus(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        new LandedTag(landed.hex(), binding().file(), binding().selection()),
        null,
        List.of());
  }

  private Fact<ImageSeen> image(Observation candidate) {
    CommitSha commit = candidate.selected().orElseThrow();
    looks.add(commit);
    return registryFails
        ? new Fact.Unavailable<>(
            new Failure.Remote(Reason.REGISTRY_UNAVAILABLE, "the registry is down"))
        : new Fact.Known<>(new ImageSeen(built.contains(commit), null), Instant.MIN);
  }

  private Fact<CheckState> checks(Observation candidate) {
    return new Fact.Known<>(
        failed.contains(candidate.selected().orElseThrow())
            ? new CheckState.Failed("build", "failure", null)
            : new CheckState.Passed(),
        Instant.MIN);
  }

  @Override
  public void close() {
    source.close();
  }
}
