package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.api.v1alpha1.status.AwaitedSubject;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import java.util.Optional;

/** Waits until the registry has the image with the desired tag; skipped if the spec says so. */
final class ImageRule implements Rule {
  private static final String HINT =
      " To deploy the newest commit that has an image, set spec.source.select to NewestWithImage.";

  @Override
  public Optional<Step> apply(Observation observation) {
    Binding.Image image = observation.binding().image();
    if (!image.check().required()) {
      return Optional.empty();
    }
    return Ask.unlessKnown(observation, Questions.IMAGE)
        .or(
            () ->
                observation.require(Questions.IMAGE).found()
                    ? Optional.empty()
                    : asksForOlder(observation, image)
                        ? Optional.of(new Ask(Questions.BUILT_COMMIT))
                        : Optional.of(missing(observation, image)));
  }

  /**
   * Whether to find out which older commit could be deployed. Not before the wait is overdue: most
   * builds end soon, and until then nobody needs to know.
   */
  private static boolean asksForOlder(Observation observation, Binding.Image image) {
    AwaitedSubject awaited = observation.status().awaiting();
    return hints(observation.binding())
        && observation.fact(Questions.BUILT_COMMIT) instanceof Fact.NotAsked<SelectedCommit>
        && awaited != null
        && Boolean.TRUE.equals(awaited.overdue())
        && image.tagged(observation.desiredTag().orElseThrow()).equals(awaited.awaited());
  }

  private static boolean hints(Binding binding) {
    return !binding.policy().looksBack() && binding.sourceLocation().isPresent();
  }

  private static Plan.Wait missing(Observation observation, Binding.Image image) {
    String tag = observation.desiredTag().orElseThrow();
    String[] repository = image.reference().repository().split("/", 2);
    return new Plan.Wait(
        Reason.IMAGE_NOT_FOUND,
        image.tagged(tag),
        "registry %s has no tag %s of %s. %s%s"
            .formatted(
                repository[0],
                tag,
                repository[1],
                Reason.IMAGE_NOT_FOUND.remedy(),
                hint(observation)));
  }

  private static String hint(Observation observation) {
    if (!hints(observation.binding())) {
      return "";
    }
    return observation
        .known(Questions.BUILT_COMMIT)
        .filter(older -> older.newer() > 0 && !isDeployed(observation, older))
        .map(
            older ->
                " Source commit %s has its image, and only the %s newer %s not: set spec.source.select to NewestWithImage to deploy it."
                    .formatted(
                        older.commit().hex(),
                        older.newer(),
                        older.newer() == 1 ? "one has" : "ones have"))
        .orElse(HINT);
  }

  /** If no newer commit has an image, the search ends at the one that the file holds. */
  private static boolean isDeployed(Observation observation, SelectedCommit older) {
    String tag = observation.binding().image().tagFormat().tagOf(older.commit());
    return observation.require(Questions.MANIFEST).images().stream()
        .anyMatch(image -> ManifestSeen.tagOf(image).equals(Optional.of(tag)));
  }
}
