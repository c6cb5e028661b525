package dev.gitopsbinding.controller.sync.fact;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds whether the registry has the image, and remembers since when: a push may be tried for hours
 * after its image was found. The times are those of the wall clock, as statuses show them.
 */
public final class ImageFinder implements FactFinder<ImageSeen> {
  private final FactFinder.Search<ImageSeen> lookup;
  private final Clock clock;
  private final Map<BindingId, FoundImage> found = new ConcurrentHashMap<>();

  /**
   * @param lookup asks the registry
   * @param clock the wall clock
   */
  public ImageFinder(FactFinder.Search<ImageSeen> lookup, Clock clock) {
    this.lookup = lookup;
    this.clock = clock;
  }

  /** The image that was found last for a binding. */
  private record FoundImage(String image, Instant at) {}

  @Override
  public Question<ImageSeen> question() {
    return Questions.IMAGE;
  }

  @Override
  public Fact<ImageSeen> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    Fact<ImageSeen> answer = lookup.find(observation, deadline);
    return answer
        .known()
        .filter(ImageSeen::found)
        .<Fact<ImageSeen>>map(seen -> new Fact.Known<>(seen, firstFound(observation)))
        .orElse(answer);
  }

  private Instant firstFound(Observation observation) {
    Binding binding = observation.binding();
    String image = binding.image().tagged(observation.desiredTag().orElseThrow());
    return found
        .compute(
            binding.id(),
            (_, known) ->
                known != null && known.image().equals(image)
                    ? known
                    : new FoundImage(image, clock.instant()))
        .at();
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    found.remove(binding);
  }
}
