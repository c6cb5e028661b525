package dev.gitopsbinding.git.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.PendingRequest;
import dev.gitopsbinding.testing.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.Test;

class SourceTipsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final CommitSha FIRST = new CommitSha("1".repeat(40));
  private static final CommitSha SECOND = new CommitSha("2".repeat(40));

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final AtomicInteger reads = new AtomicInteger();
  private volatile Supplier<Result<CommitSha>> host = () -> Result.ok(FIRST);
  private volatile Runnable permit = () -> {};
  private final SourceTips tips = new SourceTips(new FakeConnector(), clock, 2);

  @Test
  void aReadIsReusedUntilItIsTooOld() {
    assertThat(tips.tip(web("ada"), NOON, TIMEOUT)).isEqualTo(Result.ok(new Tip(FIRST, NOON)));
    now.set(NOON.plusSeconds(60));

    tips.tip(web("ada"), NOON, TIMEOUT);
    assertThat(reads).hasValue(1);

    assertThat(tips.tip(web("ada"), NOON.plusMillis(1), TIMEOUT))
        .isEqualTo(Result.ok(new Tip(FIRST, NOON.plusSeconds(60))));
    assertThat(reads).hasValue(2);
  }

  @Test
  void anotherCredentialHasAReadOfItsOwn() {
    tips.tip(web("ada"), NOON, TIMEOUT);
    tips.tip(web("eve"), NOON, TIMEOUT);
    assertThat(reads).hasValue(2);
  }

  @Test
  void aFailureIsNotKept() {
    host = () -> Result.failed(new Failure.Remote(Reason.REMOTE_ERROR, "no"));
    Reading.failure(tips.tip(web("ada"), NOON, TIMEOUT), Reason.REMOTE_ERROR);
    host = () -> Result.ok(FIRST);
    assertThat(tips.tip(web("ada"), NOON, TIMEOUT)).isInstanceOf(Result.Ok.class);
  }

  @Test
  void theReadsUsedLongestAgoAreForgotten() {
    for (String user : new String[] {"ada", "bob", "cid", "ada"}) {
      tips.tip(web(user), NOON, TIMEOUT);
    }
    assertThat(reads).hasValue(4);
  }

  @Test
  void aReadThatBeganTooEarlyIsWaitedForAndNotTaken() throws Exception {
    // Given
    var slow = new SlowAnswer(FIRST);
    host = slow;
    CompletableFuture<Result<Tip>> early = ask(NOON);
    slow.begun.await();
    now.set(NOON.plusSeconds(1));

    // When
    CompletableFuture<Result<Tip>> late = ask(NOON.plusSeconds(1));
    slow.mayEnd.countDown();

    // Then
    assertThat(early.get()).isEqualTo(Result.ok(new Tip(FIRST, NOON)));
    assertThat(late.get()).isEqualTo(Result.ok(new Tip(FIRST, NOON.plusSeconds(1))));
    assertThat(reads).hasValue(2);
  }

  @Test
  void whoWaitsForAnotherWaitsNoLongerThanHisOwnTime() throws Exception {
    // Given
    var slow = new SlowAnswer(FIRST);
    host = slow;
    CompletableFuture<Result<Tip>> patient = ask(NOON);
    slow.begun.await();

    // When
    Result<Tip> hasty = tips.tip(web("ada"), NOON, Duration.ofMillis(50));
    slow.mayEnd.countDown();

    // Then
    Reading.failure(hasty, Reason.TIMED_OUT);
    assertThat(patient.get()).isInstanceOf(Result.Ok.class);
    assertThat(reads).hasValue(1);
  }

  @Fault(value = "read of another tenant that never gets its turn", holds = "I6")
  @Test
  void anotherTenantsReadThatTakesLongIsNotWaitedFor() throws Exception {
    // Given
    var slow = new SlowAnswer(FIRST);
    host = slow;
    CompletableFuture<Result<Tip>> greedy = ask(NOON);
    slow.begun.await();
    host = () -> Result.ok(SECOND);

    // When, Then
    Remote same = new Remote(web("ada").branch(), web("ada").credential(), "blog");
    now.set(NOON.plusSeconds(1));
    assertThat(tips.tip(same, NOON, TIMEOUT))
        .isEqualTo(Result.ok(new Tip(SECOND, NOON.plusSeconds(1))));
    now.set(NOON.plusSeconds(2));
    assertThat(tips.tip(same, NOON.plusSeconds(2), TIMEOUT))
        .isEqualTo(Result.ok(new Tip(SECOND, NOON.plusSeconds(2))));
    slow.mayEnd.countDown();
    assertThat(greedy.get()).isEqualTo(Result.ok(new Tip(FIRST, NOON)));
    assertThat(tips.tip(same, NOON, TIMEOUT))
        .as("an older answer that comes late")
        .isEqualTo(Result.ok(new Tip(SECOND, NOON.plusSeconds(2))));
    assertThat(reads).hasValue(3);
  }

  @Test
  void aTipIsAsNewAsTheMomentWhenItsReadHadAPermit() {
    permit = () -> now.set(NOON.plusSeconds(5));
    assertThat(tips.tip(web("ada"), NOON, TIMEOUT))
        .isEqualTo(Result.ok(new Tip(FIRST, NOON.plusSeconds(5))));
    assertThat(tips.tip(web("ada"), NOON.plusSeconds(5), TIMEOUT)).isInstanceOf(Result.Ok.class);
    assertThat(reads).hasValue(1);
  }

  private CompletableFuture<Result<Tip>> ask(Instant notBefore) {
    CompletableFuture<Result<Tip>> answer = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> answer.complete(tips.tip(web("ada"), notBefore, TIMEOUT)));
    return answer;
  }

  private static Remote web(String user) {
    RepositoryUrl url = RepositoryUrl.parse("https://git.example.com/web.git");
    return new Remote(new RemoteBranch(url, "main"), new Credential.Basic(user, "x", null), "shop");
  }

  /** A host that says when it was asked, and answers when it may. */
  private record SlowAnswer(CommitSha tip, CountDownLatch begun, CountDownLatch mayEnd)
      implements Supplier<Result<CommitSha>> {
    SlowAnswer(CommitSha tip) {
      this(tip, new CountDownLatch(1), new CountDownLatch(1));
    }

    @Override
    public Result<CommitSha> get() {
      begun.countDown();
      try {
        mayEnd.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Result.ok(tip);
    }
  }

  /** Replaces a host; records which tenants ask, and when. */
  private final class FakeConnector implements Connector {
    @Override
    public <T> Optional<Result<T>> with(
        Remote remote,
        Repository local,
        GitListener.Operation operation,
        Duration timeout,
        PendingRequest request,
        Use<T> use) {
      permit.run();
      return Connector.super.with(remote, local, operation, timeout, request, use);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> Result<T> with(
        Remote remote,
        Repository local,
        GitListener.Operation operation,
        Duration timeout,
        Use<T> use) {
      reads.incrementAndGet();
      // LsRefs asks for a result of its own inside.
      return Result.ok((T) host.get());
    }
  }
}
