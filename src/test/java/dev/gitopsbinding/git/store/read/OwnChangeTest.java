package dev.gitopsbinding.git.store.read;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.commitOthers;
import static dev.gitopsbinding.git.LaneFixture.edit;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.program.Command;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A new process finds the pushes of an earlier process in the branch. */
class OwnChangeTest {
  private static final BindingId WEB = new BindingId("shop", "web");
  private static final RepositoryPath FILE = new RepositoryPath("f");

  private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");
  private final Lanes restarted =
      GitParts.lanes(fixture.connector, fixture.settings, fixture.counts);

  @AfterEach
  void close() {
    restarted.close();
    fixture.close();
  }

  @Fault(
      value = "push of a process that is no more, with 300 commits of others on top",
      holds = "I3")
  @Test
  void findsItsCommitBehindMany() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    PushResult.Pushed push = pushed(fixture.push(deploy, change(WEB, "f", "1", "2")));
    repository.commit("main", "f", "a: 1\n");
    commitOthers(repository, 300);
    ok(restarted.read(deploy, FILE, Instant.MIN, PATIENCE));

    // When
    OwnChange own = ok(ask(WEB, FILE, null)).orElseThrow();

    // Then
    assertThat(own.commit()).isEqualTo(push.commit());
    assertThat(own.after()).extracting(OwnChangeTest::text).isEqualTo("a: 2\n");
    assertThat(own.before()).extracting(OwnChangeTest::text).isEqualTo("a: 1\n");
  }

  @Test
  void tellsOfARollbackByTheTrailer() {
    // Given
    repository.commit("main", "f", "a: 2\n");
    ChangeSet plain = change(WEB, "f", "2", "1");
    String body = "revert: back\n\nGitOps-Rollback: in-the-text\n\n";
    ChangeSet rollback =
        new ChangeSet(
            WEB,
            plain.edits(),
            AUTHOR,
            body + "GitOps-Binding: shop/web\nGitOps-Rollback: bad\n",
            plain.wanted(),
            null);
    pushed(fixture.push(deploy, rollback));

    // Then
    assertThat(ok(ask(WEB, FILE, null)).orElseThrow().rolledBack()).isEqualTo("bad");

    // When
    pushed(fixture.push(deploy, change(WEB, "f", "1", "3")));
    ok(restarted.read(deploy, FILE, Instant.now(), PATIENCE));

    // Then
    assertThat(ok(ask(WEB, FILE, null)).orElseThrow().rolledBack()).isNull();
  }

  @Test
  void aHundredAsksShareOneFetch() {
    // Given
    Map<String, String> files = new TreeMap<>();
    IntStream.range(0, 100).forEach(i -> files.put("f" + i, "a: 1\n"));
    repository.commit("main", files, "base");
    fixture.together(
        deploy, IntStream.range(0, 100).mapToObj(i -> change(app(i), "f" + i, "1", "2")).toList());
    commitOthers(repository, 1);
    ok(restarted.read(deploy, new RepositoryPath("f0"), Instant.MIN, PATIENCE));
    int fetches = fixture.connector.count(FETCH);
    int looks = fixture.connector.count(LS_REFS);

    // When
    List<CompletableFuture<Result<Optional<OwnChange>>>> asks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      BindingId app = app(i);
      RepositoryPath file = new RepositoryPath("f" + i);
      asks.add(CompletableFuture.supplyAsync(() -> ask(app, file, null)));
    }

    // Then
    assertThat(asks).allSatisfy(ask -> assertThat(ok(ask.join())).isPresent());
    assertThat(fixture.connector.count(FETCH) - fetches).isOne();
    assertThat(fixture.connector.count(LS_REFS) - looks).isZero();
  }

  @Test
  void asksNoHostWhereTheHistorySinceTheKnownCommitIsAtHand() {
    // Given
    commitOthers(repository, 5);
    repository.commit("main", "f", "a: 1\n");
    String known = repository.tip("main");
    ok(restarted.read(deploy, FILE, Instant.MIN, PATIENCE));
    commitOthers(repository, 1);
    ok(restarted.read(deploy, FILE, Instant.now(), PATIENCE));
    int fetches = fixture.connector.count(FETCH);

    // Then
    assertThat(ok(ask(WEB, FILE, new CommitSha(known)))).isEmpty();
    assertThat(fixture.connector.count(FETCH)).isEqualTo(fetches);
    assertThat(ok(ask(WEB, FILE, null))).isEmpty();
    assertThat(fixture.connector.count(FETCH)).isEqualTo(fetches + 1);
  }

  @Test
  void asksNoHostTwice() {
    // Given: behind the history that is asked for
    commitOthers(repository, CopyHistory.DEPTH + 10);
    repository.commit("main", "f", "a: 1\n");
    ok(restarted.read(deploy, FILE, Instant.MIN, PATIENCE));
    assertThat(ok(ask(WEB, FILE, null))).isEmpty();
    int fetches = fixture.connector.count(FETCH);

    // Then
    assertThat(ok(ask(WEB, FILE, null))).isEmpty();
    assertThat(fixture.connector.count(FETCH)).isEqualTo(fetches);
  }

  @Test
  void aTrailerOfSomebodyElseDoesNotCount() {
    // Given
    repository.commit("main", Map.of("f", "a: 2\n"), "forged\n\nGitOps-Binding: shop/web\n");
    ok(restarted.read(deploy, FILE, Instant.MIN, PATIENCE));

    // Then
    assertThat(ok(ask(WEB, FILE, null))).isEmpty();
  }

  @Fault(
      value = "history of the branch cannot be fetched for a while",
      holds = {"I1", "I2"})
  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"HOST_UNREACHABLE", "REMOTE_ERROR", "TIMED_OUT"})
  void aHostThatFailsIsAskedUntilItSendsTheHistory(Reason reason) {
    // Given
    repository.commit("main", "f", "a: 1\n");
    PushResult.Pushed push = pushed(fixture.push(deploy, change(WEB, "f", "1", "2")));
    repository.commit("main", "f", "a: 1\n");
    ok(restarted.read(deploy, FILE, Instant.MIN, PATIENCE));

    for (int attempt = 0; attempt < 5; attempt++) {
      // When
      fixture.connector.refuseNext(FETCH, reason);

      // Then: the result is not that the branch has no own commit
      assertThat(failure(ask(WEB, FILE, null)).reason()).isEqualTo(reason);
      ok(restarted.read(deploy, FILE, Instant.now(), PATIENCE));
    }
    assertThat(ok(ask(WEB, FILE, null)).map(OwnChange::commit)).contains(push.commit());
  }

  @Fault(value = "history of the branch does not come in time", holds = "I2")
  @Test
  void aHostThatIsTooSlowForAllOfTheHistoryIsAskedForLess() {
    // Given
    commitOthers(repository, CopyHistory.DEPTH);
    repository.commit("main", "f", "a: 1\n");
    ok(restarted.read(deploy, FILE, Instant.MIN, PATIENCE));
    for (int attempt = 0; attempt < 2; attempt++) {
      fixture.connector.refuseNext(FETCH, Reason.TIMED_OUT);
      assertThat(failure(ask(WEB, FILE, null)).reason()).isEqualTo(Reason.TIMED_OUT);
      ok(restarted.read(deploy, FILE, Instant.now(), PATIENCE));
    }

    // When
    assertThat(ok(ask(WEB, FILE, null))).isEmpty();

    // Then
    assertThat(
            Command.in(fixture.clones().getFirst())
                .run("git", "rev-list", "--count", "refs/lane/tip"))
        .isEqualTo("" + CopyHistory.DEPTH / 10);
  }

  @Fault(value = "history of the branch is larger than may be received", holds = "I2")
  @Test
  void aHistoryThatIsTooLargeHoldsNothingUp() {
    // Given
    commitOthers(repository, 3);
    repository.commit("main", "f", "a: 1\n");
    ok(restarted.read(deploy, FILE, Instant.MIN, PATIENCE));
    int attempts = 0;

    // When
    Result<Optional<OwnChange>> answer;
    do {
      fixture.connector.refuseNext(FETCH, Reason.RECEIVED_TOO_MUCH);
      answer = ask(WEB, FILE, null);
      attempts++;
      if (answer instanceof Result.Failed<Optional<OwnChange>> _) {
        ok(restarted.read(deploy, FILE, Instant.now(), PATIENCE));
      }
    } while (answer instanceof Result.Failed<Optional<OwnChange>> _ && attempts < 10);

    // Then: 2000, 200, 20 and 2 commits are requested, and then no more
    assertThat(ok(answer)).isEmpty();
    assertThat(attempts).isEqualTo(5);
  }

  private Result<Optional<OwnChange>> ask(
      BindingId binding, RepositoryPath file, @Nullable CommitSha known) {
    return restarted.ownChange(deploy, binding, file, known, PATIENCE);
  }

  private static BindingId app(int number) {
    return new BindingId("shop", "app" + number);
  }

  private static ChangeSet change(BindingId binding, String path, String from, String to) {
    return new ChangeSet(
        binding,
        List.of(new ChangeSet.FileEdit(new RepositoryPath(path), edit("a", from, to))),
        AUTHOR,
        "chore: update\n\nGitOps-Binding: " + binding + "\nGitOps-Source: " + "1".repeat(40) + "\n",
        () -> true,
        null);
  }

  private static String text(Content content) {
    return new String(content.bytes(), UTF_8);
  }
}
