package dev.gitopsbinding.forge.pullrequest;

import dev.gitopsbinding.forge.ForgeReply;
import dev.gitopsbinding.forge.PullRequestStep;
import dev.gitopsbinding.forge.PullRequestStep.End;
import dev.gitopsbinding.forge.client.ForgeException;
import dev.gitopsbinding.forge.client.ForgeSender;
import dev.gitopsbinding.net.http.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries out the further steps of a pull request, such as labels and reviewers, each independently
 * of the others. What the forge does not do becomes a note.
 */
record PullRequestSteps(ForgeSender sender) {
  /** More than any step has requests. */
  private static final int MAX_REQUESTS = 60;

  /** A forge examines a new pull request for about a second; a later update asks again. */
  private static final int MAX_REPEATS = 6;

  private static final Duration RETRY_DELAY = Duration.ofMillis(500);

  /** The notes. */
  List<String> run(List<PullRequestStep> steps) {
    List<String> notes = new ArrayList<>();
    for (PullRequestStep step : steps) {
      run(step).ifPresent(notes::add);
    }
    return notes;
  }

  private Optional<String> run(PullRequestStep first) {
    PullRequestStep step = first;
    int repeats = 0;
    String why = "it did not come to an end";
    try {
      for (int request = 0; request < MAX_REQUESTS && repeats <= MAX_REPEATS; request++) {
        HttpAnswer answer = sender.send(step.request());
        switch (step.reading().read(new ForgeReply(answer.status(), answer.body()))) {
          case End.Done() -> {
            return Optional.empty();
          }
          case End.Next(var next) -> {
            step = next;
            repeats = 0;
          }
          case End.Later(var reason) -> {
            why = reason;
            repeats++;
            Thread.sleep(RETRY_DELAY);
          }
          case End.Refused(var reason) -> {
            return Optional.of(note(step, reason));
          }
        }
      }
      return Optional.of(note(step, why));
    } catch (ForgeException e) {
      return Optional.of(
          "%s.%s was not done: %s"
              .formatted(
                  sender.call().repository().purpose().field(), step.field(), e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(note(step, why));
    }
  }

  private String note(PullRequestStep step, String why) {
    return "%s.%s: the forge refused it (%s). %s."
        .formatted(
            sender.call().repository().purpose().field(),
            step.field(),
            sender.redactor().clean(why),
            step.advice());
  }
}
