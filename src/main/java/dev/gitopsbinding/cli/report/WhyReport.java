package dev.gitopsbinding.cli.report;

import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.api.v1alpha1.status.NextAttempt;
import dev.gitopsbinding.cli.text.Age;
import dev.gitopsbinding.cli.text.TextTable;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.text.OneLine;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a binding is as it is: the chain from the source commit to the cluster, what stops it, and
 * what to do next.
 *
 * @param headline one line, which begins with the binding
 * @param cause what stops the commit, in the operator's words; empty if nothing does
 * @param next sentences and commands; empty if there is nothing to do
 */
public record WhyReport(String headline, List<ChainStep> chain, String cause, List<String> next) {
  private static final int LONGEST_LINE = 2_000;

  /** Copies the lists. */
  public WhyReport {
    chain = List.copyOf(chain);
    next = List.copyOf(next);
  }

  /** The report on a binding at a moment. */
  public static WhyReport of(LiveBinding binding, Instant now) {
    Blocker blocker = Blocker.of(binding);
    return new WhyReport(
        "GitOpsBinding %s %s".formatted(binding.id(), state(binding, blocker)),
        Chain.of(binding, blocker, now),
        cause(blocker),
        Stream.concat(NextSteps.of(binding, blocker).stream(), attempt(binding, now).stream())
            .toList());
  }

  /** When the operator looks again without anybody's help. */
  private static Optional<String> attempt(LiveBinding binding, Instant now) {
    NextAttempt next = binding.status().nextAttempt();
    if (next == null || next.time() == null) {
      return Optional.empty();
    }
    String every = next.every() == null ? "" : ", then at least every " + next.every();
    try {
      Duration left = Duration.between(now, Instant.parse(next.time()));
      return Optional.of(
          left.isNegative()
              ? "The operator has looked again since, and nothing has changed%s."
                  .formatted(
                      next.every() == null ? "" : "; it looks at least every " + next.every())
              : "The operator looks again by itself in %s%s.".formatted(Age.of(left), every));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String state(LiveBinding binding, Blocker blocker) {
    return switch (blocker) {
      case Blocker.None _ ->
          Chain.isSpecNew(binding)
              ? "was up to date before its spec was changed."
              : "is up to date, and its target runs the tag.";
      case Blocker.NotSynced _ -> "has not been synced by the operator yet.";
      case Blocker.Foreign(var word, _) ->
          "is not ready, for a reason that this program does not know: " + word + ".";
      case Blocker.Known(var reason, var stage, _) -> known(binding, reason, stage);
    };
  }

  private static String known(LiveBinding binding, Reason reason, Stage stage) {
    if (stage == Stage.ROLLOUT) {
      return "is up to date in the manifest repository; the rollout is not complete: %s."
          .formatted(reason.text());
    }
    return switch (binding.state()) {
      case FAILED -> "has failed: " + reason.text() + ".";
      case HELD -> "is on hold: " + reason.text() + ".";
      case WAITING, READY -> "waits: " + reason.text() + ".";
      case SUSPENDED -> "is suspended" + before(binding) + ".";
    };
  }

  /** How a suspended binding was before. */
  private static String before(LiveBinding binding) {
    return binding
        .condition(ConditionType.READY)
        .map(BindingCondition::reason)
        .filter(word -> !word.equals(Reason.SUSPENDED.text()))
        .map(word -> "; before that: " + word)
        .orElse("");
  }

  private static String cause(Blocker blocker) {
    return switch (blocker) {
      case Blocker.Known(_, _, var message) -> message;
      case Blocker.Foreign(_, var message) -> message;
      case Blocker.NotSynced _, Blocker.None _ -> "";
    };
  }

  /** The report for people. */
  public String text() {
    var table = new TextTable(List.of("", "STAGE", "", "WHAT IS KNOWN"));
    for (ChainStep step : chain) {
      table.add(List.of("", step.stage().text(), step.mark().text(), step.text()));
    }
    StringBuilder text = new StringBuilder(OneLine.of(headline, LONGEST_LINE));
    text.append("\n\n").append(table);
    if (!cause.isBlank()) {
      text.append("\nWhy:  ").append(OneLine.of(cause, LONGEST_LINE)).append('\n');
    }
    for (int i = 0; i < next.size(); i++) {
      text.append(i == 0 ? "\nNext: " : "      ");
      text.append(OneLine.withSpaces(next.get(i), LONGEST_LINE)).append('\n');
    }
    return text.toString();
  }

  /** The report for programs. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("headline", headline);
    fields.put("chain", chain.stream().map(WhyReport::fields).toList());
    fields.put("cause", cause);
    fields.put("next", next);
    return fields;
  }

  private static Map<String, Object> fields(ChainStep step) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stage", step.stage().text());
    fields.put("mark", step.mark().text());
    fields.put("text", step.text());
    return fields;
  }
}
