package dev.gitopsbinding.plan;

import static dev.gitopsbinding.plan.Plan.Stop.because;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import java.util.List;
import java.util.Optional;

/**
 * Decides by an ordered list of rules; the first that applies wins. Rules that need no host stand
 * first, so that a suspended binding asks nothing.
 */
public final class Planner {
  private static final List<Rule> RULES =
      List.of(
          Planner::suspended,
          Planner::sourceIsManifest,
          Planner::conflicting,
          Planner::sourceTip,
          Planner::manifest,
          Planner::upToDate,
          Planner::sourceAgain,
          new ManifestChangedRule(),
          Planner::image,
          Planner::push);

  private Planner() {}

  /** The next step for what was observed. Pure, and never without an answer. */
  public static Step plan(Observation observation) {
    return RULES.stream()
        .flatMap(rule -> rule.apply(observation).stream())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no rule applies to " + observation));
  }

  private static Optional<Step> suspended(Observation observation) {
    return observation.binding().suspended()
        ? stop(
            Reason.SUSPENDED, "Suspended: nothing is read or written until spec.suspend is false.")
        : Optional.empty();
  }

  private static Optional<Step> sourceIsManifest(Observation observation) {
    Binding binding = observation.binding();
    boolean same =
        binding.source().branch().identity().equals(binding.manifest().branch().identity());
    return same
        ? stop(
            Reason.SOURCE_IS_MANIFEST,
            "Source and manifest are the same %s: every push would make a new source commit. %s"
                .formatted(binding.source().branch(), Reason.SOURCE_IS_MANIFEST.cure()))
        : Optional.empty();
  }

  private static Optional<Step> conflicting(Observation observation) {
    return observation
        .rival()
        .flatMap(rival -> stop(Reason.CONFLICTING_BINDING, conflict(observation.binding(), rival)));
  }

  /** Who may not see another namespace learns no name from it. */
  private static String conflict(Binding binding, BindingId rival) {
    return rival.namespace().equals(binding.id().namespace())
        ? "The older binding %s writes the same image of %s. %s"
            .formatted(rival, binding.path(), Reason.CONFLICTING_BINDING.cure())
        : "An older binding of another namespace writes the same image of %s. Point this one at another image or file, or ask the owner of the repository who else writes there."
            .formatted(binding.path());
  }

  private static Optional<Step> sourceTip(Observation observation) {
    return need(observation.source(), Question.SOURCE_TIP);
  }

  private static Optional<Step> manifest(Observation observation) {
    return need(observation.manifest(), Question.MANIFEST);
  }

  private static Optional<Step> upToDate(Observation observation) {
    String tag = observation.desiredTag().orElseThrow();
    if (!observation.manifest().known().orElseThrow().holds(tag)) {
      return Optional.empty();
    }
    // The status of the push that wrote it may be lost; whether or not that can be learned, it is
    // there.
    boolean ask =
        observation.inDoubt()
            && observation.ownCommit() instanceof Fact.NotAsked
            && !LandedTagMemory.tells(observation);
    return Optional.of(ask ? new Ask(Question.OWN_COMMIT) : new Plan.Keep(tag));
  }

  /**
   * What the status does not tell of may be the tag of a newer tip than the one that was read
   * before it, written by another process that leads by now.
   */
  private static Optional<Step> sourceAgain(Observation observation) {
    String holds = observation.manifest().known().orElseThrow().shown();
    boolean told =
        Optional.ofNullable(observation.status().manifest())
            .map(GitOpsBindingStatus.ManifestStatus::image)
            .filter(holds::equals)
            .isPresent();
    return told || !observation.sourceIsOlder()
        ? Optional.empty()
        : Optional.of(new Ask(Question.SOURCE_TIP));
  }

  /** Stands behind all rules that keep a tag from being written: only a new tag is worth asking. */
  private static Optional<Step> image(Observation observation) {
    Binding.Image image = observation.binding().image();
    if (!image.check().required()) {
      return Optional.empty();
    }
    return need(observation.imageExists(), Question.IMAGE)
        .or(
            () ->
                observation
                    .imageExists()
                    .known()
                    .filter(exists -> !exists)
                    .map(
                        _ ->
                            new Plan.AwaitImage(
                                image.tagged(observation.desiredTag().orElseThrow()))));
  }

  private static Optional<Step> push(Observation observation) {
    Binding binding = observation.binding();
    CommitSha commit = observation.source().known().orElseThrow();
    String tag = observation.desiredTag().orElseThrow();
    String message =
        binding
            .messageTemplate()
            .render(
                new MessageTemplate.Variables(
                    binding.id(),
                    binding.image().name(),
                    tag,
                    commit,
                    binding.source().branch().branch()));
    List<String> expected = observation.manifest().known().orElseThrow().images();
    return Optional.of(new Plan.Push(tag, expected, message));
  }

  static <T> Optional<Step> need(Fact<T> fact, Question question) {
    return switch (fact) {
      case Fact.NotAsked<T>() -> Optional.of(new Ask(question));
      case Fact.Unavailable<T>(var failure) -> Optional.of(because(failure));
      case Fact.Known<T>(var value, var at) -> Optional.empty();
    };
  }

  private static Optional<Step> stop(Reason reason, String message) {
    return Optional.of(new Plan.Stop(reason, message));
  }
}
