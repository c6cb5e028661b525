package dev.gitopsbinding.bench.yardstick;

import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.fleet.Repositories;
import dev.gitopsbinding.bench.lab.Folders;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.testing.git.GitRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Repositories laid out as a scenario's, for the git command line alone; deleted at the end. */
final class YardstickRepositories implements AutoCloseable {
  private final FleetPlan plan;
  private final List<GitRepository> sources = new ArrayList<>();
  private final GitRepository manifest;

  /**
   * @param plan with one manifest repository
   */
  YardstickRepositories(Lab lab, FleetPlan plan) {
    this.plan = plan;
    for (int i = 0; i < plan.sources(); i++) {
      GitRepository source = create(lab, plan.sourceName(i));
      Repositories.fill(source, new Repositories.Layout(0, 1, 1), Map.of("README", "source\n"));
      sources.add(source);
    }
    this.manifest = create(lab, plan.manifestName(0));
    Map<String, String> targets = new HashMap<>();
    for (int i = 0; i < plan.bindings(); i++) {
      targets.put(plan.app(i).path(), plan.app(i).manifestText());
    }
    Repositories.fill(manifest, plan.layout(), targets);
  }

  FleetPlan plan() {
    return plan;
  }

  /** A new folder for the clones of a git command line, deleted with the repositories. */
  Path clones() {
    Path folder = Lab.FOLDER.resolve(plan.name() + "-clones");
    // A run that was interrupted leaves its folder.
    Folders.delete(folder);
    return Folders.create(folder);
  }

  /** Puts a new commit on each source. */
  void commitSources(String text) {
    sources.forEach(source -> Repositories.commit(source, "CHANGES", text));
  }

  @Override
  public void close() {
    Folders.delete(Lab.FOLDER.resolve(plan.name() + "-clones"));
    sources.forEach(source -> Folders.delete(source.directory()));
    Folders.delete(manifest.directory());
  }

  private static GitRepository create(Lab lab, String name) {
    return Repositories.configure(lab.git().createRepository(name));
  }
}
