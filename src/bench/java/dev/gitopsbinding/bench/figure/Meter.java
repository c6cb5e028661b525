package dev.gitopsbinding.bench.figure;

import dev.gitopsbinding.bench.fleet.ManifestBranch;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.operator.OperatorProcess;
import dev.gitopsbinding.bench.operator.Scrape;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Takes all figures of a piece of work of one or more operators, from its making to {@link #stop}.
 */
public final class Meter implements AutoCloseable {
  private static final Duration HEAP_PERIOD = Duration.ofSeconds(1);

  private final Lab lab;
  private final List<OperatorProcess> operators;
  private final List<ManifestBranch> branches;
  private final List<String> tipsBefore;
  private final List<Integer> movesBefore;
  private final Totals before;
  private final long start;
  private final Thread sampler;
  private volatile double heap;

  private record Totals(
      double cpu, long connections, long roundTrips, long bytes, long attempts, ApiWrites writes) {}

  private Meter(
      Lab lab, List<OperatorProcess> operators, List<ManifestBranch> branches, boolean heap) {
    this.lab = lab;
    this.operators = List.copyOf(operators);
    this.branches = List.copyOf(branches);
    this.tipsBefore = branches.stream().map(ManifestBranch::tip).toList();
    this.movesBefore = branches.stream().map(branch -> branch.tips().size()).toList();
    this.sampler = Thread.ofVirtual().unstarted(this::sampleHeap);
    operators.forEach(operator -> operator.figures().resetPeak());
    this.before = totals();
    if (heap) {
      sampler.start();
    }
    this.start = System.nanoTime();
  }

  public static Meter start(Lab lab, OperatorProcess operator, List<ManifestBranch> branches) {
    return start(lab, List.of(operator), branches);
  }

  public static Meter start(
      Lab lab, List<OperatorProcess> operators, List<ManifestBranch> branches) {
    return new Meter(lab, operators, branches, true);
  }

  /** Does not look at the heap until the end, so as not to disturb an idle operator. */
  public static Meter startQuietly(
      Lab lab, OperatorProcess operator, List<ManifestBranch> branches) {
    return new Meter(lab, List.of(operator), branches, false);
  }

  /**
   * The figures since the start.
   *
   * @param foreign commits of others, whose pushes do not count
   */
  public Figures stop(Set<String> foreign) {
    double seconds = (System.nanoTime() - start) / 1e9;
    close();
    Totals after = totals();
    double peakRss = sum(operator -> operator.figures().peakRssMiB());
    heap = Math.max(heap, heapNow());
    long commits = 0;
    long pushes = 0;
    for (int i = 0; i < branches.size(); i++) {
      ManifestBranch branch = branches.get(i);
      commits +=
          branch.commits(branch.tip(), tipsBefore.get(i)).stream()
              .filter(entry -> entry.binding().isPresent())
              .count();
      pushes +=
          branch.tips().stream()
              .skip(movesBefore.get(i))
              .filter(tip -> !foreign.contains(tip))
              .count();
    }
    return new Figures(
        seconds,
        after.cpu - before.cpu,
        peakRss,
        heap,
        after.connections - before.connections,
        after.roundTrips - before.roundTrips,
        after.bytes - before.bytes,
        commits,
        pushes,
        after.attempts - before.attempts,
        after.writes.since(before.writes));
  }

  @Override
  public void close() {
    sampler.interrupt();
  }

  private Totals totals() {
    ApiWrites writes = ApiWrites.read(lab.admin());
    return new Totals(
        sum(operator -> operator.figures().cpuSeconds()),
        lab.forwarder().connections(),
        lab.roundTrips(),
        lab.forwarder().bytes(),
        (long) sum(Meter::pushAttempts),
        writes);
  }

  private double sum(ToDoubleFunction<OperatorProcess> figure) {
    return operators.stream().mapToDouble(figure).sum();
  }

  private static double pushAttempts(OperatorProcess operator) {
    return operator
        .metrics()
        .named("gitopsbinding_git_operation_duration_seconds_count")
        .filter(sample -> sample.has("operation", "push"))
        .mapToDouble(Scrape.Sample::value)
        .sum();
  }

  private double heapNow() {
    return operators.stream().mapToDouble(Meter::heapOf).max().orElseThrow();
  }

  private static double heapOf(OperatorProcess operator) {
    return operator
            .metrics()
            .named("jvm_memory_used_bytes")
            .filter(sample -> sample.has("area", "heap"))
            .mapToDouble(Scrape.Sample::value)
            .sum()
        / (1 << 20);
  }

  private void sampleHeap() {
    try {
      while (operators.stream().allMatch(OperatorProcess::isAlive)) {
        heap = Math.max(heap, heapNow());
        Thread.sleep(HEAP_PERIOD);
      }
    } catch (InterruptedException | IllegalStateException e) {
      Thread.currentThread().interrupt();
    }
  }
}
