package dev.gitopsbinding.status.history;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.OwnCommit;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.status.Projections;
import dev.gitopsbinding.status.StatusProjector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The syncs of a binding, one a minute, told in steps of a verb and a tag. A tag is a letter from a
 * to f, which stands for a commit.
 */
final class DeploymentStory {
  private static final String REPOSITORY = "ghcr.io/acme/web";
  private static final Binding ROLLS_BACK =
      Bindings.parse(Bindings.resource("rollback: {mode: OnFailedRollout}"));
  private static final Binding OTHER_FILE =
      Bindings.parse(
          Bindings.resource(
              "{manifest: {url: \"ssh://git@example.com/acme/other.git\", ref: {branch: main},"
                  + " path: other.yaml}}"));

  private final List<DeploymentChange> changes = new ArrayList<>();
  private GitOpsBindingStatus status = GitOpsBindingStatus.EMPTY;
  private Instant now = Projections.NOW;
  private Binding binding = ROLLS_BACK;
  private String tip = "f";
  private String file = "f";
  private Workload workload = workload("f", new Rollout.Complete());
  private int writes;

  static DeploymentStory of(String steps) {
    var story = new DeploymentStory();
    Arrays.stream(steps.split(", *")).forEach(story::step);
    return story;
  }

  GitOpsBindingStatus status() {
    return status;
  }

  List<DeploymentChange> changes() {
    return List.copyOf(changes);
  }

  int writes() {
    return writes;
  }

  /** The tags with their results, the newest first. */
  String results() {
    return status.history().stream()
        .map(tag -> tag.tag().charAt(0) + ":" + tag.result() + (tag.tookBack() ? "(rollback)" : ""))
        .collect(Collectors.joining(" "));
  }

  /** What was counted, in order, without the stages. */
  String counted() {
    return changes.stream()
        .filter(change -> !(change instanceof DeploymentChange.StageEnded))
        .map(
            change ->
                switch (change) {
                  case DeploymentChange.StageEnded _ -> "";
                  case DeploymentChange.DeploymentEnded(var result) -> result.text();
                  case DeploymentChange.ChangeFailed() -> "failure";
                  case DeploymentChange.ServiceRestored(var took) -> "restored:" + took.toMinutes();
                })
        .collect(Collectors.joining(" "));
  }

  /** The times of the newest tag, in minutes of the story; a dash for one that is not known. */
  String times() {
    DeployedTag newest = status.history().getFirst();
    return Arrays.asList(
            newest.seen(),
            newest.imageFound(),
            newest.pushed(),
            newest.applied(),
            newest.rolledOut(),
            newest.failed())
        .stream()
        .map(time -> time == null ? "-" : String.valueOf(minute(Instant.parse(time))))
        .collect(Collectors.joining(" "));
  }

  private static long minute(Instant time) {
    return Projections.NOW.until(time.plusSeconds(10)).toMinutes();
  }

  void step(String step) {
    String[] words = step.split(" ", 2);
    String tag = words.length > 1 ? words[1] : "";
    now = now.plusSeconds(60);
    switch (words[0]) {
      case "push" -> {
        tip = tag;
        pushed(tag, true);
      }
      case "push-unchecked" -> {
        tip = tag;
        pushed(tag, false);
      }
      case "back" -> pushed(tag, false);
      case "runs" -> cluster(tag, new Rollout.Progressing("0 of 1 pods are updated"));
      case "done" -> cluster(tag, new Rollout.Complete());
      case "done-then" -> cluster(tag, new Rollout.Complete(now.minusSeconds(30)));
      case "late" -> cluster(tag, new Rollout.DeadlineExceeded(now));
      case "unseen-done" -> workload = workload(tag, new Rollout.Complete());
      case "unseen-late" -> workload = workload(tag, new Rollout.DeadlineExceeded(now));
      case "gone" -> {
        workload = new Workload.Missing();
        sync(observation(), calm());
      }
      case "tip" -> {
        tip = tag;
        sync(observation(), calm());
      }
      case "edit" -> {
        file = tag;
        sync(observation(), calm());
      }
      case "asleep" -> sync(observation(), Projections.stopped(Reason.SUSPENDED));
      case "sync" -> sync(observation(), calm());
      case "lost" -> status = GitOpsBindingStatus.EMPTY;
      case "unwritten" -> {
        tip = tag;
        file = tag;
      }
      case "own" -> sync(observation().with(Questions.OWN_COMMIT, own(file, commit(file))), calm());
      case "own-back" ->
          sync(
              observation()
                  .with(
                      Questions.OWN_COMMIT,
                      new Fact.Known<>(
                          Optional.of(
                              new OwnCommit(
                                  commit(file),
                                  now.minusSeconds(60),
                                  List.of(image(file)),
                                  List.of(image(tip)),
                                  commit(tip).hex())),
                          now)),
              Projections.stopped(Reason.ROLLED_BACK));
      case "unwritten-back" -> file = tag;
      case "rewritten" ->
          sync(observation().with(Questions.OWN_COMMIT, own(file, Projections.OTHER)), calm());
      case "by-hand" -> binding = Projections.BINDING;
      case "elsewhere" -> {
        binding = OTHER_FILE;
        sync(observation(), calm());
      }
      case "clock-back" -> now = now.minusSeconds(3600);
      default -> throw new IllegalArgumentException(step);
    }
  }

  private void cluster(String tag, Rollout rollout) {
    workload = workload(tag, rollout);
    sync(observation(), calm());
  }

  private void pushed(String tag, boolean checked) {
    var push =
        new PushResult.Pushed(
            commit(tag), Projections.MANIFEST, List.of(image(file)), now.minusSeconds(1));
    Observation before = observation();
    if (checked) {
      before = before.with(Questions.IMAGE, new Fact.Known<>(ImageSeen.FOUND, now.minusSeconds(2)));
    }
    file = tag;
    sync(before, new Outcome.Pushed(commit(tag).hex(), push));
  }

  /** What the operator does if nothing is to be pushed. */
  private Outcome calm() {
    if (file.equals(tip)) {
      return new Outcome.Kept(commit(tip).hex());
    }
    boolean isOurs =
        status.history().isEmpty() || status.history().getFirst().tag().startsWith(file);
    return isOurs
        ? new Outcome.Waiting(Reason.IMAGE_NOT_FOUND, image(tip), "no image")
        : Projections.stopped(Reason.MANIFEST_CHANGED);
  }

  private Observation observation() {
    return Observation.of(binding, status, null, workload, now)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(commit(tip), now))
        .with(
            Questions.MANIFEST,
            new Fact.Known<>(new ManifestSeen(Projections.MANIFEST, List.of(image(file))), now));
  }

  private Fact<Optional<OwnCommit>> own(String tag, CommitSha commit) {
    var own =
        new OwnCommit(commit, now.minusSeconds(60), List.of(image(tag)), List.of(image("f")), null);
    return new Fact.Known<>(Optional.of(own), now);
  }

  private void sync(Observation observation, Outcome outcome) {
    GitOpsBindingStatus after = StatusProjector.project(observation, outcome, now);
    if (!after.equals(status)) {
      writes++;
      changes.addAll(DeploymentChanges.between(status.history(), after.history()));
    }
    status = after;
  }

  private static CommitSha commit(String tag) {
    return new CommitSha(tag.repeat(40));
  }

  private static String image(String tag) {
    return REPOSITORY + ":" + commit(tag).hex();
  }

  private static Workload workload(String tag, Rollout rollout) {
    return new Workload.Found(
        List.of(new Workload.Container("web", image(tag))), List.of(), rollout);
  }
}
