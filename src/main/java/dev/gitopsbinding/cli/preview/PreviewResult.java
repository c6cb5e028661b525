package dev.gitopsbinding.cli.preview;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.text.OneLine;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the operator would do for a binding.
 *
 * @param message the reason and what it says, in one line
 * @param diff the change of the file; empty if there is none
 */
public record PreviewResult(BindingId binding, Step step, String message, String diff) {
  private static final int LONGEST_LINE = 2_000;

  /** What the operator would do. */
  public enum Step {
    /** Push a commit. */
    WRITE,
    /** Nothing: the file holds the tag. */
    KEEP,
    /** Nothing until something has happened elsewhere. */
    WAIT,
    /** Nothing until a person decides. */
    HOLD,
    /** Something is wrong. */
    FAIL
  }

  static PreviewResult of(Binding binding, Outcome outcome) {
    BindingId id = binding.id();
    return switch (outcome) {
      case Outcome.Previewed(var tag, var replaced, var diff) ->
          new PreviewResult(
              id,
              Step.WRITE,
              "%s: tag %s would be written to %s in place of %s."
                  .formatted(Reason.PREVIEW_ONLY.text(), tag, binding.file(), tags(replaced)),
              diff);
      case Outcome.Kept(var tag) ->
          of(
              id,
              Step.KEEP,
              Reason.UP_TO_DATE,
              "%s tag %s.".formatted(binding.places().shownWith("hold"), tag));
      case Outcome.Waiting(var reason, var _, var message) -> of(id, Step.WAIT, reason, message);
      case Outcome.Stopped(var reason, var message) -> stopped(id, reason, message);
      case Outcome.Pushed _, Outcome.InFlight _ ->
          throw new IllegalStateException("nothing is pushed for a preview");
    };
  }

  static PreviewResult failed(BindingId binding, Failure failure) {
    return of(binding, Step.FAIL, failure.reason(), failure.message());
  }

  /** The result without the diff. Names in the files may be any text; the line is clean. */
  public String line() {
    return OneLine.withSpaces(
        "%s: %s (%s"
            .formatted(
                binding, step.name().toLowerCase(Locale.ROOT), message.replaceFirst(": ", "): ")),
        LONGEST_LINE);
  }

  private static PreviewResult stopped(BindingId binding, Reason reason, String message) {
    Step step =
        switch (reason.handling()) {
          case DONE -> Step.KEEP;
          case WAITING -> Step.WAIT;
          case NEEDS_DECISION -> Step.HOLD;
          case RETRIED, STALLED -> Step.FAIL;
        };
    return of(binding, step, reason, message);
  }

  private static PreviewResult of(BindingId binding, Step step, Reason reason, String message) {
    return new PreviewResult(binding, step, reason.text() + ": " + message, "");
  }

  private static String tags(List<String> images) {
    String tags =
        images.stream()
            .flatMap(image -> ManifestSeen.tagOf(image).stream())
            .distinct()
            .collect(Collectors.joining(", "));
    return tags.isEmpty() ? "no tag" : tags;
  }
}
