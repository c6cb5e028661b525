package dev.gitopsbinding.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.lane.push.QueuedPush;
import dev.gitopsbinding.git.lane.read.GatheringLimits;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Lanes over local repositories, and helper methods for their tests. */
public final class LaneFixture implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(60);
  public static final ChangeSet.Author AUTHOR = new ChangeSet.Author("Grace", "grace@example.com");
  public static final ChangeSet.Author COMMITTER =
      new ChangeSet.Author("Operator", "op@example.com");

  /** Counts what lanes report. */
  public static final class Counts implements GitListener {
    public final AtomicInteger commits = new AtomicInteger();
    public final AtomicInteger retries = new AtomicInteger();

    @Override
    public void operationEnded(
        Operation operation, String host, @Nullable Reason failure, Duration took) {}

    @Override
    public void pushed(int count) {
      commits.addAndGet(count);
    }

    @Override
    public void rejectedPushRetried() {
      retries.incrementAndGet();
    }
  }

  public final TemporaryFolder folder = TemporaryFolder.create("lanes");
  public final LocalConnector connector = new LocalConnector(folder.path());
  public final Counts counts = new Counts();
  final Path caches = folder.path().resolve("caches");
  public final LaneSettings settings;
  public final Lanes lanes;

  public LaneFixture() {
    this(PATIENCE);
  }

  public LaneFixture(Duration batchDeadline) {
    this(batchDeadline, Duration.ZERO, GatheringLimits.USUAL);
  }

  /**
   * Lanes that push without another read onto a tip that is younger than {@code recentTip}. The
   * lanes of the other fixtures always read the tip, so that {@link #together} can block the read.
   */
  public static LaneFixture reusingTips(Duration recentTip) {
    return reusingTips(recentTip, GatheringLimits.USUAL);
  }

  /** The same with other limits of the wait for expected pushes. */
  public static LaneFixture reusingTips(Duration recentTip, GatheringLimits gathering) {
    return new LaneFixture(PATIENCE, recentTip, gathering);
  }

  private LaneFixture(Duration batchDeadline, Duration recentTip, GatheringLimits gathering) {
    settings = settings(caches, batchDeadline, recentTip, gathering);
    lanes = GitParts.lanes(connector, settings, counts);
  }

  /** The usual settings, with a folder for copies of its own: those of another process. */
  public static LaneSettings settings(Path copies) {
    return settings(copies, PATIENCE, Duration.ZERO, GatheringLimits.USUAL);
  }

  private static LaneSettings settings(
      Path copies, Duration batchDeadline, Duration recentTip, GatheringLimits gathering) {
    return new LaneSettings(
        copies,
        new Committers(COMMITTER),
        1 << 20,
        batchDeadline,
        1 << 30,
        Duration.ofHours(1),
        Clock.systemUTC(),
        Clock.systemUTC(),
        recentTip,
        gathering,
        RandomGenerator.getDefault(),
        1L << 30);
  }

  public GitRepository repository(String name) {
    return GitRepository.bare(folder.path().resolve(name));
  }

  public static Remote remote(String name) {
    return remote("ssh://git@example.com/" + name, "key");
  }

  public static Remote remote(String url, String key) {
    RemoteBranch branch = new RemoteBranch(RepositoryUrl.parse(url), "main");
    return new Remote(branch, new Credential.SshKey(key, null, "hosts"), "shop");
  }

  public PendingPush submit(Remote remote, ChangeSet changeSet) {
    return lanes.submit(remote, remote.branch().branch(), changeSet);
  }

  /** A push to the branch that the edits are made on. */
  public static QueuedPush queued(Remote remote, ChangeSet changeSet) {
    return new QueuedPush(remote, remote.branch(), changeSet);
  }

  public PushResult push(Remote remote, ChangeSet changeSet) {
    return await(submit(remote, changeSet));
  }

  public static PushResult await(PendingPush push) {
    return push.result().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  public static ChangeSet change(String path, String key, String from, String to) {
    return change(AUTHOR, path, edit(key, from, to));
  }

  public static ChangeSet change(
      ChangeSet.Author author, String path, Function<Content, EditResult> f) {
    return change(author, path, f, () -> true);
  }

  public static ChangeSet change(
      ChangeSet.Author author,
      String path,
      Function<Content, EditResult> edit,
      BooleanSupplier wanted) {
    return new ChangeSet(
        new BindingId("shop", "web"),
        List.of(new ChangeSet.FileEdit(new RepositoryPath(path), edit)),
        author,
        "chore: update " + path,
        wanted,
        null);
  }

  /** Writes {@code key: to} where the file says {@code key: from}. */
  public static Function<Content, EditResult> edit(String key, String from, String to) {
    Pattern line = Pattern.compile("(?m)^" + Pattern.quote(key) + ": (.*)$");
    return content -> {
      String text = new String(content.bytes(), StandardCharsets.UTF_8);
      Matcher matcher = line.matcher(text);
      if (!matcher.find()) {
        return new EditResult.Superseded(List.of());
      }
      String found = matcher.group(1);
      if (found.equals(to)) {
        return new EditResult.AlreadyApplied();
      }
      if (!found.equals(from)) {
        return new EditResult.Superseded(List.of(found));
      }
      String edited = text.substring(0, matcher.start(1)) + to + text.substring(matcher.end(1));
      return new EditResult.Edited(
          Content.of(edited.getBytes(StandardCharsets.UTF_8)), List.of(found));
    };
  }

  public static <T> T ok(Result<T> result) {
    return switch (result) {
      case Result.Ok<T>(T value) -> value;
      case Result.Failed<T>(Failure failure) -> throw new AssertionError(failure);
    };
  }

  public static Failure failure(Result<?> result) {
    return switch (result) {
      case Result.Ok<?>(Object value) -> throw new AssertionError("worked: " + value);
      case Result.Failed<?>(Failure failure) -> failure;
    };
  }

  public static Failure failure(PushResult result) {
    if (result instanceof PushResult.Failed(Failure failure)) {
      return failure;
    }
    throw new AssertionError("did not fail: " + result);
  }

  public static PushResult.Pushed pushed(PushResult result) {
    if (result instanceof PushResult.Pushed pushed) {
      return pushed;
    }
    throw new AssertionError("was not pushed: " + result);
  }

  /** Commits to {@code main}, each of which changes the file {@code other}. */
  public static void commitOthers(GitRepository repository, int count) {
    boolean first = repository.git("branch", "--list", "main").isBlank();
    StringBuilder stream = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      stream.append("commit refs/heads/main\ncommitter Ada <ada@example.com> ");
      stream.append(1_700_000_000 + i).append(" +0000\ndata 1\nc\n");
      if (i == 1 && !first) {
        stream.append("from refs/heads/main^0\n");
      }
      stream.append("M 100644 inline other\ndata 2\n").append(i % 10).append("\n\n");
    }
    Command.in(repository.directory())
        .feed(stream.toString().getBytes(StandardCharsets.UTF_8), "git", "fast-import", "--quiet");
  }

  /** Submits change sets while the lane is blocked, so that they form one batch. */
  public List<PushResult> together(Remote remote, List<ChangeSet> changeSets) {
    List<PendingPush> pushes = new ArrayList<>();
    whileBlocked(
        GitListener.Operation.LS_REFS,
        () -> changeSets.forEach(changeSet -> pushes.add(submit(remote, changeSet))));
    return pushes.stream().map(LaneFixture::await).toList();
  }

  /** Runs an action while the next operation of a kind is blocked. */
  public void whileBlocked(GitListener.Operation operation, Runnable action) {
    CountDownLatch released = new CountDownLatch(1);
    connector.beforeNext(
        operation,
        () -> {
          try {
            assertThat(released.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      action.run();
    } finally {
      released.countDown();
    }
  }

  public void awaitCount(GitListener.Operation operation, int count) {
    Awaitility.await().atMost(PATIENCE).until(() -> connector.count(operation) >= count);
  }

  /** The folders of all local copies. */
  public List<Path> clones() {
    if (!Files.exists(caches)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(caches)) {
      return found.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    lanes.close();
    folder.close();
  }
}
