package dev.gitopsbinding.controller;

import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that the definition of bindings was deleted while the operator runs: the informer does
 * not report it, but retries without end and counts as running. The API server is asked only while
 * bindings are not watched, with one request at a time and one every few seconds. A probe waits at
 * most half a second for the answer.
 */
final class DefinitionCheck {
  /** The message of the readiness probe if there is no definition. */
  static final String MISSING =
      "CustomResourceDefinition gitopsbindings.gitopsbinding.dev: the API server has none, so no"
          + " binding is read. Run kubectl apply -k deploy/crds; bindings are watched again within"
          + " a minute, without a restart";

  private static final Logger log = LoggerFactory.getLogger(DefinitionCheck.class);

  private static final Duration ANSWER_TTL = Duration.ofSeconds(3);

  /** How long a probe waits: a tenth of the timeout of the shipped probe. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final BooleanSupplier isMissing;
  private final Duration answerTtl;
  private final Duration patience;
  private @Nullable Question latest;
  private volatile boolean missing;

  /**
   * @param isMissing asks the API server; may block, and throws if it gets no answer
   */
  DefinitionCheck(BooleanSupplier isMissing) {
    this(isMissing, ANSWER_TTL, PATIENCE);
  }

  /**
   * @param answerTtl how long an answer counts
   * @param patience how long a probe waits for an answer
   */
  DefinitionCheck(BooleanSupplier isMissing, Duration answerTtl, Duration patience) {
    this.isMissing = isMissing;
    this.answerTtl = answerTtl;
    this.patience = patience;
  }

  private record Question(FutureTask<Boolean> task, TimeLimit goodUntil) {
    boolean isGood() {
      return !task.isDone() || !goodUntil.expired();
    }
  }

  /**
   * What is wrong with the definition, as far as is known.
   *
   * @param watching whether bindings are watched at this moment; then the API server is not asked
   */
  Optional<String> problem(boolean watching) {
    if (watching) {
      missing = false;
      return Optional.empty();
    }
    await(question());
    return missing ? Optional.of(MISSING) : Optional.empty();
  }

  private synchronized FutureTask<Boolean> question() {
    Question question = latest;
    if (question == null || !question.isGood()) {
      FutureTask<Boolean> task = new FutureTask<>(() -> missing = isMissing.getAsBoolean());
      Thread.ofVirtual().name("definition").start(task);
      question = new Question(task, TimeLimit.in(answerTtl));
      latest = question;
    }
    return question.task();
  }

  /** Without an answer in time, the last one still counts. */
  private void await(FutureTask<Boolean> question) {
    try {
      question.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.debug("The API server has not answered yet whether it has the CustomResourceDefinition");
    } catch (ExecutionException e) {
      log.debug("The API server could not be asked whether it has the CustomResourceDefinition", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
