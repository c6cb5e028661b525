package dev.gitopsbinding.bench.fleet;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.bench.fleet.FleetPlan.App;
import dev.gitopsbinding.bench.lab.Await;
import dev.gitopsbinding.bench.lab.BenchException;
import dev.gitopsbinding.bench.lab.Folders;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.lab.Progress;
import dev.gitopsbinding.testing.git.GitRepository;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The repositories, namespaces, Deployments and bindings of a scenario. */
public final class Fleet implements AutoCloseable {
  /** The author of commits, unless a scenario says otherwise. */
  public static final String AUTHOR = "GitOps Operator";

  /** What each new commit of a source changes. */
  static final String CHANGES = "CHANGES";

  private static final AtomicLong REQUESTS = new AtomicLong();
  private static final Duration POLL = Duration.ofMillis(300);
  private static final Repositories.Layout EMPTY = new Repositories.Layout(0, 1, 1);

  private final Lab lab;
  private final FleetPlan plan;
  private final ClusterObjects objects;
  private final List<App> apps;
  private final List<GitRepository> sources;
  private final List<GitRepository> manifests;
  private final List<ManifestBranch> branches;
  private final List<String> firstTips;
  private final List<String> tags;

  private Fleet(Lab lab, FleetPlan plan) {
    this.lab = lab;
    this.plan = plan;
    this.objects = new ClusterObjects(lab, plan);
    this.apps = IntStream.range(0, plan.bindings()).mapToObj(plan::app).toList();
    this.sources =
        IntStream.range(0, plan.sources()).mapToObj(i -> create(plan.sourceName(i))).toList();
    this.manifests =
        IntStream.range(0, plan.manifests()).mapToObj(i -> create(plan.manifestName(i))).toList();
    this.tags = new ArrayList<>(Collections.nCopies(plan.sources(), ""));
    Repositories.Layout layout = plan.paths() ? Repositories.Layout.MONO : EMPTY;
    Lab.each(sources, source -> Repositories.fill(source, layout, Map.of("README", "source\n")));
    fillManifests();
    this.branches = manifests.stream().map(ManifestBranch::new).toList();
    this.firstTips = branches.stream().map(ManifestBranch::tip).toList();
    commitSources();
  }

  /** Makes all but the bindings. */
  public static Fleet create(Lab lab, FleetPlan plan) {
    Progress.note(plan.name() + ": making repositories, namespaces and Deployments");
    Fleet fleet = new Fleet(lab, plan);
    fleet.objects.createNamespaces(fleet.apps);
    Lab.each(fleet.apps, fleet.objects::createDeployment);
    return fleet;
  }

  public List<App> apps() {
    return apps;
  }

  public List<ManifestBranch> branches() {
    return branches;
  }

  public List<GitRepository> manifests() {
    return manifests;
  }

  public ClusterObjects objects() {
    return objects;
  }

  /**
   * Makes the bindings.
   *
   * @param author of a binding's commits
   */
  public void createBindings(Function<App, String> author) {
    Progress.note(plan.name() + ": making " + apps.size() + " bindings");
    Lab.each(apps, app -> objects.createBinding(app, author.apply(app)));
  }

  /** Puts a new commit on every source branch, on the server's disk. */
  public void commitSources() {
    String text = "change " + REQUESTS.incrementAndGet() + "\n";
    Lab.each(
        IntStream.range(0, sources.size()).boxed().toList(),
        i -> tags.set(i, Repositories.commit(sources.get(i), CHANGES, text)));
  }

  /** Asks for a sync of one binding of each source, in each shard. */
  public void trigger() {
    String value = "bench-" + REQUESTS.incrementAndGet();
    Map<List<Integer>, App> first = new LinkedHashMap<>();
    apps.forEach(app -> first.putIfAbsent(List.of(app.shard(), app.source()), app));
    Lab.each(List.copyOf(first.values()), app -> request(app, value));
  }

  /**
   * One commit for every source, trigger, landing, and all Ready; answers the seconds from the
   * trigger to the landing.
   *
   * @param limit for the landing, and again for all to be Ready
   */
  public double round(Duration limit) {
    commitSources();
    Landing landing = landing();
    long start = System.nanoTime();
    trigger();
    double seconds = landing.last(start, limit);
    awaitReady(limit);
    return seconds;
  }

  /** Asks for a sync of one binding. */
  public void request(App app, String value) {
    String patch =
        "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}"
            .formatted(GitOpsBinding.REQUESTED_AT, value);
    lab.admin()
        .resources(GitOpsBinding.class)
        .inNamespace(app.namespace())
        .withName(app.name())
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** Watches for the newest source commits; call it before they can land. */
  public Landing landing() {
    return landingOf(apps);
  }

  /** The same, for some of the bindings. */
  public Landing landingOf(List<App> some) {
    Landing landing = new Landing();
    for (int i = 0; i < branches.size(); i++) {
      int manifest = i;
      landing.expect(
          branches.get(i),
          some.stream()
              .filter(app -> app.manifest() == manifest)
              .collect(Collectors.toMap(App::path, this::tag)));
    }
    return landing;
  }

  /** The newest commit of the binding's source. */
  public String tag(App app) {
    return tags.get(app.source());
  }

  /** Waits until every binding is Ready with the newest commit. */
  public void awaitReady(Duration limit) {
    awaitReady(apps, limit);
  }

  /** Waits until some bindings are Ready with the newest commit. */
  public void awaitReady(List<App> some, Duration limit) {
    Map<String, String> wanted = some.stream().collect(Collectors.toMap(App::id, this::tag));
    Await.until(some.size() + " bindings are Ready", limit, poll(), () -> objects.allReady(wanted));
  }

  /**
   * Checks that no commit was lost and none was made twice.
   *
   * @param before the tips of the branches before the round
   * @param expected the commits that each binding has made since, by binding
   * @throws BenchException that says what is wrong
   */
  public void verify(List<String> before, Map<String, Integer> expected, Set<String> foreign) {
    Map<String, Integer> made = new HashMap<>();
    Set<String> reachable = new HashSet<>(firstTips);
    for (int i = 0; i < branches.size(); i++) {
      ManifestBranch branch = branches.get(i);
      String tip = branch.tip();
      branch.commits(tip, firstTips.get(i)).forEach(entry -> reachable.add(entry.id()));
      branch
          .commits(tip, before.get(i))
          .forEach(entry -> entry.binding().ifPresent(id -> made.merge(id, 1, Integer::sum)));
      if (!reachable.containsAll(branch.tips())) {
        throw new BenchException("a former tip of the branch is not reachable any more");
      }
    }
    if (!reachable.containsAll(foreign)) {
      throw new BenchException("a commit of somebody else was lost");
    }
    if (!made.equals(expected)) {
      throw new BenchException(
          "the commits by binding are not as expected: %d instead of %d"
              .formatted(
                  made.values().stream().mapToInt(Integer::intValue).sum(),
                  expected.values().stream().mapToInt(Integer::intValue).sum()));
    }
  }

  /** One commit each. */
  public static Map<String, Integer> once(List<App> some) {
    return some.stream().collect(Collectors.toMap(App::id, _ -> 1));
  }

  /** The tips of all manifest branches before any binding was made. */
  public List<String> firstTips() {
    return firstTips;
  }

  /** The tips of all manifest branches now. */
  public List<String> tips() {
    return branches.stream().map(ManifestBranch::tip).toList();
  }

  @Override
  public void close() {
    Progress.note(plan.name() + ": cleaning up");
    objects.delete(apps);
    branches.forEach(ManifestBranch::close);
    sources.forEach(Fleet::delete);
    manifests.forEach(Fleet::delete);
  }

  private GitRepository create(String name) {
    return Repositories.configure(lab.git().createRepository(name));
  }

  private void fillManifests() {
    for (int i = 0; i < manifests.size(); i++) {
      int manifest = i;
      Repositories.fill(
          manifests.get(i),
          plan.layout(),
          apps.stream()
              .filter(app -> app.manifest() == manifest)
              .collect(Collectors.toMap(App::path, App::manifestText)));
    }
  }

  /** Listing many bindings keeps the API server busy. */
  private Duration poll() {
    return POLL.plusMillis(apps.size() / 2);
  }

  private static void delete(GitRepository repository) {
    Folders.delete(repository.directory());
  }
}
