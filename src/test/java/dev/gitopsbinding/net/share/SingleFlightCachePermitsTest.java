package dev.gitopsbinding.net.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.net.share.FairSemaphore.Permit;
import dev.gitopsbinding.net.share.HostConcurrencyLimiter.Kind;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The answers of callers whose requests wait for permits. */
@Timeout(30)
class SingleFlightCachePermitsTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final String HOST = "git.example.com:22";
  private static final String REFUSED = "refused";
  private static final String LATE = "late";

  private final SteppedClock clock = new SteppedClock(NOON);
  private final SingleFlightCache<String, String> cache =
      new SingleFlightCache<>(
          clock,
          2,
          answer -> !answer.equals(LATE) && !answer.equals(REFUSED),
          LATE::equals,
          PATIENCE);

  @Fault(value = "namespace whose permits hang, and a source that another one reads", holds = "I6")
  @Test
  void whoWaitsForAPermitTakesTheAnswerThatComesMeanwhile() throws Exception {
    // Given
    HostConcurrencyLimiter permits = new HostConcurrencyLimiter(1);
    Permit hanging = permits.acquire(HOST, "blog", Kind.QUESTION, LONG).orElseThrow();
    Asker shop = new Asker("shop", NOON).send();
    clock.pass(PATIENCE);
    Semaphore waits = new Semaphore(0);
    FutureTask<Optional<DatedAnswer<String>>> blog =
        new FutureTask<>(
            () ->
                cache.getPending(
                    "blog",
                    "web",
                    NOON,
                    LONG,
                    (request, left) -> {
                      waits.release();
                      assertThat(permit(permits, request, left)).isEmpty();
                      return Optional.empty();
                    }));
    Thread.ofVirtual().start(blog);
    waits.acquire();

    // When
    shop.host.complete("one");

    // Then
    assertThat(blog.get()).contains(new DatedAnswer<>("one", NOON));
    hanging.close();
    assertThat(permits.acquire(HOST, "blog", Kind.QUESTION, Duration.ZERO)).isPresent();
  }

  @Test
  void aRequestThatIsAnsweredJustBeforeItHasItsPermitIsNotSent() throws Exception {
    // Given
    Asker shop = new Asker("shop", NOON).send();
    clock.pass(PATIENCE);
    Asker blog = new Asker("blog", NOON);
    blog.asked.acquire();

    // When
    shop.host.complete("one");
    shop.answer();
    blog.permitted.release();

    // Then
    assertThat(blog.answer()).contains(new DatedAnswer<>("one", NOON));
    assertThat(blog.sent.availablePermits()).isZero();
  }

  @Test
  void anAnswerThatIsTooOldEndsNoRequest() throws Exception {
    // Given
    Asker shop = new Asker("shop", NOON).send();
    clock.pass(PATIENCE);
    Asker blog = new Asker("blog", NOON.plus(PATIENCE));
    blog.asked.acquire();

    // When
    shop.host.complete("old");
    shop.answer();
    blog.send().host.complete("new");

    // Then
    assertThat(blog.answer()).contains(new DatedAnswer<>("new", NOON.plus(PATIENCE)));
  }

  @Test
  void anAnswerIsAsNewAsTheMomentWhenItsRequestWasSent() throws Exception {
    // Given
    Asker early = new Asker("shop", NOON);
    early.asked.acquire();
    clock.pass(PATIENCE);
    Asker strict = new Asker("shop", NOON.plus(PATIENCE));

    // When
    early.send().host.complete("one");

    // Then
    assertThat(early.answer()).contains(new DatedAnswer<>("one", NOON.plus(PATIENCE)));
    assertThat(strict.answer()).isEqualTo(early.answer());
    assertThat(strict.asked.availablePermits()).isZero();
  }

  @Test
  void whoHasAPermitWaitsForARequestThatWasSentJustNow() throws Exception {
    // Given
    Pair pair = new Pair();
    pair.shop.send();

    // When
    pair.blog.permitted.release();
    pair.blog.refused.acquire();
    pair.shop.host.complete("one");

    // Then
    assertThat(pair.blog.answer()).contains(new DatedAnswer<>("one", NOON.plus(PATIENCE)));
    assertThat(pair.blog.sent.availablePermits()).isZero();
  }

  @Test
  void theFailureOfARequestThatWasSentJustNowIsShared() throws Exception {
    Pair pair = new Pair();
    pair.shop.send();
    pair.blog.permitted.release();
    pair.blog.refused.acquire();

    pair.shop.host.complete(REFUSED);

    assertThat(pair.blog.answer().map(DatedAnswer::answer)).contains(REFUSED);
  }

  @Test
  void aFailureEndsNoOtherRequest() throws Exception {
    Pair pair = new Pair();

    pair.shop.send().host.complete(REFUSED);
    pair.shop.answer();

    pair.blog.send().host.complete("own");
    assertThat(pair.blog.answer().map(DatedAnswer::answer)).contains("own");
  }

  @Test
  void whoHasMoreTimeThanTheRequestThatWasSentJustNowAsks() throws Exception {
    Pair pair = new Pair();
    pair.shop.send();
    pair.blog.permitted.release();
    pair.blog.refused.acquire();

    pair.shop.host.complete(LATE);

    pair.blog.send().host.complete("own");
    assertThat(pair.blog.answer().map(DatedAnswer::answer)).contains("own");
  }

  @Fault(value = "namespaces that ask one after the other at a host that hangs", holds = "I6")
  @Test
  void nobodyIsPutOffTwice() throws Exception {
    // Given
    Pair pair = new Pair();
    pair.shop.send();
    pair.blog.permitted.release();
    pair.blog.refused.acquire();
    clock.pass(PATIENCE);
    new Asker("cafe", NOON).send();

    // When
    pair.blog.send().host.complete("own");

    // Then
    assertThat(pair.blog.answer().map(DatedAnswer::answer)).contains("own");
  }

  /** Two who both wait for a permit. */
  private final class Pair {
    private final Asker shop = new Asker("shop", NOON);
    private final Asker blog;

    Pair() throws InterruptedException {
      shop.asked.acquire();
      clock.pass(PATIENCE);
      blog = new Asker("blog", NOON);
      blog.asked.acquire();
    }
  }

  /** One who asks, step by step. */
  private final class Asker {
    private final Semaphore asked = new Semaphore(0);
    private final Semaphore permitted = new Semaphore(0);
    private final Semaphore sent = new Semaphore(0);
    private final Semaphore refused = new Semaphore(0);
    private final CompletableFuture<String> host = new CompletableFuture<>();
    private final FutureTask<Optional<DatedAnswer<String>>> task;

    Asker(String tenant, Instant notBefore) {
      task =
          new FutureTask<>(
              () -> cache.getPending(tenant, "web", notBefore, LONG, (request, _) -> ask(request)));
      Thread.ofVirtual().start(task);
    }

    private Optional<String> ask(PendingRequest request) {
      asked.release();
      permitted.acquireUninterruptibly();
      if (!request.begin()) {
        refused.release();
        return Optional.empty();
      }
      sent.release();
      return Optional.of(host.join());
    }

    /** Gets the permit. */
    Asker send() throws InterruptedException {
      permitted.release();
      sent.acquire();
      return this;
    }

    Optional<DatedAnswer<String>> answer() throws InterruptedException, ExecutionException {
      return task.get();
    }
  }

  private static Optional<Permit> permit(
      HostConcurrencyLimiter permits, PendingRequest request, Duration timeout) {
    try {
      return permits.acquire(HOST, "blog", Kind.QUESTION, timeout, request);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
