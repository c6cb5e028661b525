package dev.gitopsbinding.bench.operator;

import dev.gitopsbinding.bench.fleet.Shard;
import dev.gitopsbinding.bench.lab.BenchException;
import dev.gitopsbinding.bench.lab.Lab;
import java.util.ArrayList;
import java.util.List;

/** The operators of a fleet: one for all bindings, or one for each shard. */
public final class Operators implements AutoCloseable {
  private final List<OperatorProcess> processes = new ArrayList<>();

  private Operators() {}

  /**
   * Starts them one after the other, each with its own lease, cache folder and heap.
   *
   * @param name of the logs under {@code target/bench}
   */
  public static Operators start(Lab lab, String name, List<Shard> shards, int heapMiB) {
    Operators operators = new Operators();
    try {
      for (Shard shard : shards) {
        String log = shards.size() == 1 ? name : name + "-" + shard.name();
        operators.processes.add(OperatorProcess.start(lab, log, shard, heapMiB));
      }
      return operators;
    } catch (BenchException e) {
      operators.close();
      throw e;
    }
  }

  public List<OperatorProcess> processes() {
    return List.copyOf(processes);
  }

  @Override
  public void close() {
    processes.forEach(OperatorProcess::close);
  }
}
