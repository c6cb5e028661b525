package dev.gitopsbinding.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DefinitionCheckTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void asksOnlyWhileBindingsAreNotWatchedAndNotAtEveryProbe() {
    DefinitionCheck check = check(() -> true, LONG, LONG);
    assertThat(check.problem(true)).isEmpty();
    assertThat(asked).hasValue(0);
    for (int i = 0; i < 20; i++) {
      assertThat(check.problem(false)).contains(DefinitionCheck.MISSING);
    }
    assertThat(asked).hasValue(1);
    assertThat(check.problem(true)).isEmpty();
  }

  @Test
  void anAnswerIsGoodForAShortTime() {
    DefinitionCheck check = check(() -> asked.get() == 1, Duration.ZERO, LONG);
    assertThat(check.problem(false)).isPresent();
    assertThat(check.problem(false)).isEmpty();
    assertThat(asked).hasValue(2);
  }

  @Test
  void aProbeDoesNotWaitForASlowApiServer() {
    CountDownLatch answer = new CountDownLatch(1);
    DefinitionCheck check =
        check(
            () -> {
              assertThatCode(answer::await).doesNotThrowAnyException();
              return true;
            },
            LONG,
            Duration.ofMillis(1));
    assertThat(check.problem(false)).isEmpty();
    answer.countDown();
    await().until(() -> check.problem(false).isPresent());
    assertThat(asked).hasValue(1);
  }

  @Test
  void anApiServerThatCannotTellIsNoProblemOfTheDefinition() {
    DefinitionCheck check =
        check(
            () -> {
              throw new IllegalStateException("no answer");
            },
            LONG,
            LONG);
    assertThat(check.problem(false)).isEmpty();
  }

  private DefinitionCheck check(BooleanSupplier isMissing, Duration answerTtl, Duration patience) {
    return new DefinitionCheck(
        () -> {
          asked.incrementAndGet();
          return isMissing.getAsBoolean();
        },
        answerTtl,
        patience);
  }
}
