package dev.gitopsbinding.bench.yardstick;

import dev.gitopsbinding.bench.figure.Stats;
import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.fleet.FleetPlan.App;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.lab.Progress;
import dev.gitopsbinding.testing.program.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** G: the work of one binding, done by the git command line over the same way. */
public final class Yardstick {
  private static final int ROUNDS = 5;

  private static final String COLD =
      """
      set -e
      tag=$(git ls-remote "$SOURCE" refs/heads/main | cut -f 1)
      git clone -q --depth 1 --branch main "$MANIFEST" "$CLONE"
      cd "$CLONE"
      sed -i "s|$IMAGE:[^\\"]*|$IMAGE:$tag|" "$FILE"
      git commit -q -a -m "chore(refs): update $IMAGE to $tag"
      git push -q origin main
      """;

  private static final String WARM =
      """
      set -e
      tag=$(git ls-remote "$SOURCE" refs/heads/main | cut -f 1)
      cd "$CLONE"
      git fetch -q origin main
      git reset -q --hard origin/main
      sed -i "s|$IMAGE:[^\\"]*|$IMAGE:$tag|" "$FILE"
      git commit -q -a -m "chore(refs): update $IMAGE to $tag"
      git push -q origin main
      """;

  private final Lab lab;
  private final LimitYardstick limit;
  private final Map<String, G> measured = new TreeMap<>();

  /**
   * Medians of {@value #ROUNDS} rounds each.
   *
   * @param coldSeconds cloning with {@code --depth 1}
   * @param warmSeconds fetching into the clone it has
   * @param coldBytes sent over TCP, both ways together
   * @param warmBytes sent over TCP, both ways together
   */
  public record G(double coldSeconds, double warmSeconds, double coldBytes, double warmBytes) {}

  private record Round(double seconds, double bytes) {}

  public Yardstick(Lab lab) {
    this.lab = lab;
    this.limit = new LimitYardstick(lab);
  }

  /** L, the other yardstick. */
  public LimitYardstick limit() {
    return limit;
  }

  /** All that was measured so far, by name. */
  public Map<String, G> measured() {
    return measured;
  }

  /** G of repositories laid out as in the plan; measured when first asked for. */
  public G of(FleetPlan plan) {
    String name = "%d files, %d bindings".formatted(plan.layout().otherFiles(), perManifest(plan));
    return measured.computeIfAbsent(name, _ -> measure(name, plan));
  }

  private static int perManifest(FleetPlan plan) {
    return plan.bindings() / plan.manifests();
  }

  private G measure(String name, FleetPlan plan) {
    String prefix = "yardstick-" + measured.size();
    FleetPlan single = FleetPlan.of(prefix, perManifest(plan), 1).withLayout(plan.layout());
    try (var repositories = new YardstickRepositories(lab, single)) {
      return rounds(name, repositories);
    }
  }

  private G rounds(String name, YardstickRepositories repositories) {
    FleetPlan plan = repositories.plan();
    Path clones = repositories.clones();
    List<Round> cold = new ArrayList<>();
    List<Round> warm = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Path clone = clones.resolve("clone-" + i);
      repositories.commitSources("cold " + i);
      cold.add(timed(() -> run(COLD, plan, clone)));
      repositories.commitSources("warm " + i);
      warm.add(timed(() -> run(WARM, plan, clone)));
    }
    G g =
        new G(
            Stats.median(cold, Round::seconds),
            Stats.median(warm, Round::seconds),
            Stats.median(cold, Round::bytes),
            Stats.median(warm, Round::bytes));
    Progress.note(
        "G of %s: cold %.2f s, warm %.2f s".formatted(name, g.coldSeconds(), g.warmSeconds()));
    return g;
  }

  private Round timed(Runnable work) {
    long bytes = lab.forwarder().bytes();
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Round(seconds, lab.forwarder().bytes() - bytes);
  }

  private void run(String script, FleetPlan plan, Path clone) {
    App app = plan.app(0);
    Command.in(clone.getParent())
        .with(lab.gitEnvironment())
        .with(
            Map.of(
                "SOURCE", lab.url(plan.sourceName(0)),
                "MANIFEST", lab.url(plan.manifestName(0)),
                "CLONE", clone.toString(),
                "IMAGE", app.image(),
                "FILE", app.path()))
        .run("sh", "-c", script);
  }
}
