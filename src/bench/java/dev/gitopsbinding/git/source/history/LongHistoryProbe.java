package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.runtime.GitRuntime;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitSettingsBuilder;
import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Reads a long history as the operator does, in a process that has read none before. Prints a line
 * for each figure: what it is, and its seconds.
 */
final class LongHistoryProbe {
  static final String SEPARATOR = "\t";
  static final String GIT = "git clone --filter=tree:0 --bare";
  static final String COLD = "cold, with a new login, in a process that is warm";

  private static final int RUNS = 2;

  /** What the operator computes at its start, in the background, takes less. */
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final TemporaryFolder folder = TemporaryFolder.create("long-history-probe");
  private final Remote remote;
  private final CommitSha first;

  private LongHistoryProbe(Remote remote, CommitSha first) {
    this.remote = remote;
    this.first = first;
  }

  /**
   * Measures one process.
   *
   * @param arguments the URL, the files of the key and the known hosts, the folder that is served,
   *     the tip and the first commit; a branch {@code next} has one commit more
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var login =
        new Credential.SshKey(
            Files.readString(Path.of(arguments[1])), null, Files.readString(Path.of(arguments[2])));
    Remote remote =
        new Remote(new RemoteBranch(RepositoryUrl.parse(arguments[0]), "main"), login, "shop");
    new LongHistoryProbe(remote, new CommitSha(arguments[5]))
        .run(Path.of(arguments[3]), new CommitSha(arguments[4]));
    System.exit(0);
  }

  private void run(Path served, CommitSha tip) throws IOException, InterruptedException {
    try (GitRuntime runtime = runtime("warm-up")) {
      runtime.warmUp();
      Thread.sleep(WARM_UP);
    }
    cold("cold, in a process that has read no history", tip);
    cold("cold, the second in a process", tip);
    for (int run = 0; run < RUNS; run++) {
      cold(COLD, tip);
    }
    Command git = Command.in(served);
    try (GitRuntime runtime = runtime("warm")) {
      SourceHistories histories = runtime.sourceHistories();
      line(histories, tip);
      time("the same again", () -> line(histories, tip));
      time("descent from the first commit", () -> descent(histories, tip));
      CommitSha next = new CommitSha(git.run("git", "rev-parse", "next"));
      git.run("git", "update-ref", "refs/heads/main", next.hex());
      time("one new commit", () -> line(histories, next));
      time("the tip alone, as without a history", () -> tip(runtime));
    } finally {
      git.run("git", "update-ref", "refs/heads/main", tip.hex());
      folder.close();
    }
  }

  /** With a login of its own, as git has. */
  private void cold(String what, CommitSha tip) throws IOException {
    try (GitRuntime runtime = runtime("cold")) {
      time(what, () -> line(runtime.sourceHistories(), tip));
    }
  }

  private GitRuntime runtime(String copies) throws IOException {
    return GitParts.start(
        GitSettingsBuilder.in(folder.path().resolve(copies)).allowLoopback(true).build());
  }

  private void tip(GitRuntime runtime) {
    if (!(runtime.sourceTips().tip(remote, Instant.now(), PATIENCE) instanceof Result.Ok)) {
      throw new IllegalStateException("no tip");
    }
  }

  private void line(SourceHistories histories, CommitSha tip) {
    if (!(histories.line(remote, tip, first::equals, PATIENCE)
        instanceof Result.Ok<FirstParentLine>(FirstParentLine.Found _))) {
      throw new IllegalStateException("not found");
    }
  }

  private void descent(SourceHistories histories, CommitSha tip) {
    if (!(histories.descent(
            remote, HistoryContent.COMMITS, tip, tip, first::equals, first, PATIENCE)
        instanceof Result.Ok<Descent>(Descent.Descends _))) {
      throw new IllegalStateException("not found");
    }
  }

  private static void time(String what, Runnable work) {
    long start = System.nanoTime();
    work.run();
    System.out.println(what + SEPARATOR + (System.nanoTime() - start) / 1e9);
  }
}
