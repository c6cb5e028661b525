package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.Step;
import java.util.Optional;

/** Waits until the registry has the image with the desired tag; skipped if the spec says so. */
final class ImageRule implements Rule {
  /** Whether an older commit has an image is not known, and not asked for the sake of a hint. */
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
                    : Optional.of(missing(observation, image)));
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
                observation.binding().policy().looksBack() ? "" : HINT));
  }
}
