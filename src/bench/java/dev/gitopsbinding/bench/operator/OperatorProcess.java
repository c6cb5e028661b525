package dev.gitopsbinding.bench.operator;

import dev.gitopsbinding.bench.fleet.Shard;
import dev.gitopsbinding.bench.lab.BenchException;
import dev.gitopsbinding.bench.lab.Folders;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.lab.Progress;
import dev.gitopsbinding.testing.program.JavaProgram;
import dev.gitopsbinding.testing.program.OperatorProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/** The operator in the lab: it works from the start, and leaves no lease and no folder behind. */
public final class OperatorProcess implements AutoCloseable {
  /** A training run writes its AOT cache when it ends. */
  private static final Duration END_LIMIT = Duration.ofMinutes(2);

  private final Lab lab;
  private final Shard shard;
  private final OperatorProgram program;
  private final Duration startToReady;

  private OperatorProcess(Lab lab, Shard shard, OperatorProgram program, Duration startToReady) {
    this.lab = lab;
    this.shard = shard;
    this.program = program;
    this.startToReady = startToReady;
  }

  /**
   * Starts the operator and waits until it is ready and holds its lease, so that it works.
   *
   * @param name of the log under {@code target/bench}
   */
  public static OperatorProcess start(Lab lab, String name, int heapMiB) {
    return start(lab, name, JavaProgram.OPERATOR, heapMiB);
  }

  /** Starts a program that takes the operator's place. */
  public static OperatorProcess start(Lab lab, String name, JavaProgram program, int heapMiB) {
    return start(lab, name, Shard.whole(), program, heapMiB);
  }

  /** Starts an operator for a part of the bindings, beside others. */
  public static OperatorProcess start(Lab lab, String name, Shard shard, int heapMiB) {
    return start(lab, name, shard, JavaProgram.OPERATOR, heapMiB);
  }

  private static OperatorProcess start(
      Lab lab, String name, Shard shard, JavaProgram program, int heapMiB) {
    lab.allowLease(shard.lease());
    OperatorProgram started =
        OperatorProgram.start(
            new OperatorProgram.Setup(
                program,
                shard.name(),
                heapMiB,
                lab.operatorKubeconfig(),
                Lab.SYSTEM_NAMESPACE,
                Lab.FOLDER.resolve("cache").resolve(name + "-" + System.nanoTime()),
                Lab.FOLDER.resolve(name + ".log"),
                shard.settings(),
                List.of()));
    try {
      Duration startToReady = started.awaitReady();
      started.awaitLeading(lab.admin());
      return new OperatorProcess(lab, shard, started, startToReady);
    } catch (ConditionTimeoutException | IllegalStateException e) {
      started.close();
      throw new BenchException(e.getMessage());
    }
  }

  /** From the start of the process to the first answer 200 of {@code /readyz}. */
  public Duration startToReady() {
    return startToReady;
  }

  public long pid() {
    return program.pid();
  }

  /** What Linux says about it. */
  public ProcessFigures figures() {
    return new ProcessFigures(pid());
  }

  /** What {@code /metrics} says now. */
  public Scrape metrics() {
    return Scrape.parse(program.get("/metrics"));
  }

  /** Where it keeps its copies of manifest repositories. */
  public Path cache() {
    return program.setup().cache();
  }

  /** Ends it without a warning, and leaves its lease to those who come after. */
  public void kill() {
    program.close();
    Folders.delete(cache());
  }

  /** Stops it where it stands. */
  public void pause() {
    program.pause();
  }

  /** Lets it go on. */
  public void resume() {
    program.resume();
  }

  /** Whether the process runs. */
  public boolean isAlive() {
    return program.isAlive();
  }

  /** Ends the process, and deletes the lease so that the next one need not wait for its end. */
  @Override
  public void close() {
    try {
      program.terminate(END_LIMIT);
    } catch (IllegalStateException e) {
      Progress.note(e.getMessage() + " and is killed");
    }
    program.close();
    lab.admin().leases().inNamespace(Lab.SYSTEM_NAMESPACE).withName(shard.lease()).delete();
    Folders.delete(cache());
  }
}
