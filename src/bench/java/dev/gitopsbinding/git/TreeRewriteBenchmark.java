package dev.gitopsbinding.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitopsbinding.git.lane.push.Applied;
import dev.gitopsbinding.git.lane.push.CommitChain;
import dev.gitopsbinding.git.lane.read.GatheringLimits;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.store.read.FileSite;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.testing.TemporaryFolder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long a commit takes in a batch of commits on a tree of 10 000 files in 500 folders. */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TreeRewriteBenchmark {
  private static final RemoteBranch BRANCH =
      new RemoteBranch(RepositoryUrl.parse("https://git.example.com/deploy.git"), "main");
  private static final int FILES = 10_000;
  private static final int FOLDERS = 500;
  private static final int COMMITS = 100;
  private static final ChangeSet.Author SOMEBODY = new ChangeSet.Author("Ada", "ada@example.com");

  private TemporaryFolder folder;
  private LaneSettings settings;
  private FileRepository repository;
  private ObjectId base;
  private int round;

  /** Makes a new repository for each iteration, because every call adds a pack to it. */
  @Setup(Level.Iteration)
  public void create() throws IOException {
    folder = TemporaryFolder.create("jmh");
    settings =
        new LaneSettings(
            folder.path(),
            new Committers(SOMEBODY),
            1 << 20,
            Duration.ofMinutes(1),
            1L << 30,
            Duration.ofHours(1),
            Clock.systemUTC(),
            Clock.systemUTC(),
            Duration.ZERO,
            GatheringLimits.USUAL,
            RandomGenerator.getDefault(),
            1L << 30);
    repository = new FileRepository(folder.path().resolve("bare.git").toFile());
    repository.create(true);
    base = fill();
  }

  /** Deletes the repository. */
  @TearDown(Level.Iteration)
  public void delete() {
    repository.close();
    folder.close();
  }

  /** A stack of commits, each with one file of another folder changed, written as one pack. */
  @Benchmark
  @OperationsPerInvocation(COMMITS)
  public Object commits() throws IOException {
    String text = "tag: " + round++ + "\n";
    try (CommitChain stack = new CommitChain(repository, new FileSite(BRANCH, base), settings, 1)) {
      for (int i = 0; i < COMMITS; i++) {
        Applied applied = stack.apply(changeSet(path(i), text + i));
        if (!(applied instanceof Applied.Committed)) {
          throw new IllegalStateException("no commit: " + applied);
        }
      }
      stack.flush();
      return stack.top();
    }
  }

  private static ChangeSet changeSet(String path, String text) {
    return new ChangeSet(
        new BindingId("shop", "web"),
        List.of(
            new ChangeSet.FileEdit(
                new RepositoryPath(path),
                _ -> new EditResult.Edited(Content.of(text.getBytes(UTF_8)), List.of()))),
        SOMEBODY,
        "chore: update " + path,
        () -> true,
        null);
  }

  private ObjectId fill() throws IOException {
    try (PackInserter inserter = repository.getObjectDatabase().newPackInserter()) {
      DirCache files = DirCache.newInCore();
      DirCacheBuilder builder = files.builder();
      for (int i = 0; i < FILES; i++) {
        DirCacheEntry entry = new DirCacheEntry(path(i));
        entry.setFileMode(FileMode.REGULAR_FILE);
        entry.setObjectId(
            inserter.insert(Constants.OBJ_BLOB, ("file: " + i + "\n").getBytes(UTF_8)));
        builder.add(entry);
      }
      builder.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(files.writeTree(inserter));
      commit.setAuthor(new PersonIdent(SOMEBODY.name(), SOMEBODY.email()));
      commit.setCommitter(commit.getAuthor());
      commit.setMessage("first");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  private static String path(int file) {
    return "apps/team-%03d/file-%05d.yaml".formatted(file % FOLDERS, file);
  }
}
