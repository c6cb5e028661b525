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
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void asksOnlyWhileBindingsAreNotWatchedAndNotAtEveryProbe() {
    DefinitionCheck check = check(() -> true);
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
    DefinitionCheck check = check(() -> asked.get() == 1);
    assertThat(check.problem(false)).isPresent();
    await().atMost(Duration.ofSeconds(20)).until(() -> check.problem(false).isEmpty());
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
            });
    long start = System.nanoTime();
    assertThat(check.problem(false)).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
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
            });
    assertThat(check.problem(false)).isEmpty();
  }

  private DefinitionCheck check(BooleanSupplier isMissing) {
    return new DefinitionCheck(
        () -> {
          asked.incrementAndGet();
          return isMissing.getAsBoolean();
        });
  }
}
