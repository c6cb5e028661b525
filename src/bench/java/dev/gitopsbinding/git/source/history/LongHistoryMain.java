package dev.gitopsbinding.git.source.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.runtime.JGitConnector;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.GitParts;
import dev.gitopsbinding.testing.GitRepository;
import dev.gitopsbinding.testing.GitSettingsBuilder;
import dev.gitopsbinding.testing.HttpGitServer;
import dev.gitopsbinding.testing.TemporaryFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/** Measures how a history of 50 000 commits is read, against {@code git clone}, over HTTP. */
public final class LongHistoryMain {
  /** The time of this process; git and the server are others. */
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final int COMMITS = 50_000;
  private static final int RUNS = 5;
  private static final int GRAPHS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final TemporaryFolder folder = TemporaryFolder.create("long-history");
  private final HttpGitServer server = HttpGitServer.http();
  private final GitRepository source = server.createRepository("web.git");
  private final Remote remote =
      new Remote(
          new RemoteBranch(RepositoryUrl.parse(server.url("web.git")), "main"),
          new Credential.Anonymous(null),
          "shop");
  private final JGitConnector connector;

  private LongHistoryMain() {
    GitSettings settings = GitSettingsBuilder.loopback().allowHttp(true).build();
    connector = GitParts.connector(settings);
  }

  /** Prints the figures. */
  public static void main(String[] arguments) throws IOException {
    new LongHistoryMain().run();
    System.exit(0);
  }

  private void run() throws IOException {
    source.git("config", "uploadpack.allowFilter", "true");
    generate(COMMITS);
    source.git("repack", "-adq");
    List<CommitSha> commits =
        source.log("main", "%H").reversed().stream().map(CommitSha::new).toList();
    CommitSha first = commits.getFirst();
    measureHeap(commits);
    for (int run = 0; run < RUNS; run++) {
      Path clone = folder.path().resolve("clone-" + run);
      time("git clone --filter=tree:0 --bare", () -> clone(clone));
      print("  its folder, bytes", size(clone));
      Path copies = folder.path().resolve("copies-" + run);
      SourceHistories histories = histories(copies, 400_000);
      time("cold: line to the first commit", () -> line(histories, commits.getLast(), first));
      print("  its copy, bytes", size(copies));
      time("the same again", () -> line(histories, commits.getLast(), first));
      time("descent from the first commit", () -> descent(histories, commits.getLast(), first));
      time("git ls-remote", () -> source.git("ls-remote", server.url("web.git"), "main"));
      CommitSha next = new CommitSha(source.commit("main", "f", "run " + run));
      time("warm: one new commit", () -> line(histories, next, first));
      source.git("update-ref", "refs/heads/main", commits.getLast().hex());
      histories.close();
      SourceHistories small = histories(folder.path().resolve("small-" + run), 1);
      line(small, commits.getLast(), first);
      time("graph read again from disk", () -> line(small, commits.getLast(), first));
      small.close();
    }
  }

  private static void measureHeap(List<CommitSha> commits) {
    List<ObjectId> ids = commits.stream().map(commit -> ObjectId.fromString(commit.hex())).toList();
    List<CommitGraph> graphs = new ArrayList<>();
    long before = heap();
    for (int i = 0; i < GRAPHS; i++) {
      ParentTable table = new ParentTable();
      for (int at = 0; at < ids.size(); at++) {
        table.add(ids.get(at), ids.subList(Math.max(0, at - 1), at));
      }
      graphs.add(new CommitGraph(table));
    }
    print("heap of a graph, bytes", (heap() - before) / graphs.size());
  }

  private SourceHistories histories(Path copies, int maxCommits) {
    return new SourceHistories(
        connector,
        new HistorySettings(copies, 1L << 30, Duration.ofHours(1)),
        new DiskBudget(1L << 30),
        maxCommits);
  }

  private void clone(Path into) {
    source.git("clone", "-q", "--filter=tree:0", "--bare", server.url("web.git"), into.toString());
  }

  private void line(SourceHistories histories, CommitSha tip, CommitSha wanted) {
    if (!(histories.line(remote, tip, wanted::equals, PATIENCE)
        instanceof Result.Ok<FirstParentLine>(FirstParentLine.Found _))) {
      throw new IllegalStateException("not found");
    }
  }

  private void descent(SourceHistories histories, CommitSha tip, CommitSha wanted) {
    if (!(histories.descent(
            remote, HistoryContent.COMMITS, tip, tip, wanted::equals, wanted, PATIENCE)
        instanceof Result.Ok<Descent>(Descent.Descends _))) {
      throw new IllegalStateException("not found");
    }
  }

  private void generate(int count) {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < count; i++) {
      stream.append("commit refs/heads/main\nauthor Ada Lovelace <ada@example.com> ");
      stream
          .append(1_600_000_000 + i)
          .append(" +0000\ncommitter Grace Hopper <grace@example.com> ");
      stream.append(1_600_000_000 + i).append(" +0000\n");
      String message =
          "feat: change number %d of the service (#%d)\n\nReviewed-by: A\n".formatted(i, i / 2);
      stream.append("data ").append(message.length()).append('\n').append(message);
      stream.append("M 644 inline src/f").append(i % 500).append("\ndata ");
      stream.append(String.valueOf(i).length()).append('\n').append(i).append('\n');
    }
    source.feed(stream.toString().getBytes(UTF_8), "fast-import", "--quiet");
  }

  private static void time(String what, Runnable work) {
    long start = System.nanoTime();
    long processor = PROCESS.getProcessCpuTime();
    work.run();
    print(what + ", ms", (System.nanoTime() - start) / 1_000_000);
    print("  of it the processor, ms", (PROCESS.getProcessCpuTime() - processor) / 1_000_000);
  }

  private static void print(String what, long value) {
    System.out.printf("%-40s %12d%n", what, value);
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
