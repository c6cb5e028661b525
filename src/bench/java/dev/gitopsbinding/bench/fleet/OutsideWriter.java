package dev.gitopsbinding.bench.fleet;

import dev.gitopsbinding.bench.lab.Await;
import dev.gitopsbinding.bench.lab.Folders;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.program.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Somebody who pushes files of their own to a branch, one after the other, until told to stop. */
public final class OutsideWriter implements AutoCloseable {
  /** Before another try, where the server is down. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String name;
  private final GitRepository clone;
  private final Path folder;
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean stopped;

  /** Clones over SSH, past the forwarder, so that nothing of this counts as the operator's. */
  public OutsideWriter(Lab lab, String repository, int number) {
    this.name = "writer-" + number;
    this.folder = Lab.FOLDER.resolve(name + "-" + System.nanoTime());
    this.clone = GitRepository.clone(lab.git().url(repository), folder, lab.gitEnvironment());
    this.thread = Thread.ofVirtual().name(name).unstarted(this::write);
  }

  public void start() {
    thread.start();
  }

  /** The commits that the server took. */
  public Set<String> accepted() {
    return Set.copyOf(accepted);
  }

  /** Ends after the push that is under way. */
  public void stop() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    Folders.delete(folder);
  }

  private void write() {
    for (int i = 0; !stopped; i++) {
      clone.write("outside/" + name + ".txt", "line " + i + "\n");
      clone.git("add", "-A");
      clone.git("commit", "-q", "-m", name + " writes " + i);
      push();
    }
  }

  private void push() {
    while (!stopped) {
      if (clone.attempt("fetch", "-q", "origin", "main").exitCode() != 0) {
        Await.pause(PAUSE);
        continue;
      }
      clone.git("rebase", "-q", "origin/main");
      String commit = clone.git("rev-parse", "HEAD");
      Command.Output pushed = clone.attempt("push", "-q", "origin", "HEAD:main");
      if (pushed.exitCode() == 0) {
        accepted.add(commit);
        return;
      }
    }
  }
}
