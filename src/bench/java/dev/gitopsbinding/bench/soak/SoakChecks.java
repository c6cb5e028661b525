package dev.gitopsbinding.bench.soak;

import dev.gitopsbinding.bench.fleet.Fleet;
import dev.gitopsbinding.bench.fleet.FleetPlan.App;
import dev.gitopsbinding.bench.fleet.ManifestBranch;
import dev.gitopsbinding.bench.lab.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks for broken invariants in what the manifest branch and the statuses hold. */
final class SoakChecks {
  private final Fleet fleet;
  private final Set<String> foreign;
  private final ManifestBranch branch;
  private final Map<String, App> apps;
  private final List<String> broken = new ArrayList<>();

  /**
   * @param foreign the commits of others that the server took
   */
  SoakChecks(Fleet fleet, Set<String> foreign) {
    this.fleet = fleet;
    this.foreign = foreign;
    this.branch = fleet.branches().getFirst();
    this.apps = fleet.apps().stream().collect(Collectors.toMap(App::id, Function.identity()));
  }

  /** One line for each that is broken. */
  List<String> broken() {
    String tip = branch.tip();
    List<ManifestBranch.Entry> made = branch.commits(tip, fleet.firstTips().getFirst());
    nothingLost(made);
    oneCommitForEachTag(made);
    onlyTagsChanged(made);
    newestTagsThere(tip);
    statusesAreTrue(made);
    Progress.note(
        "checked %d commits, %d of them by others".formatted(made.size(), foreign.size()));
    return broken;
  }

  private void nothingLost(List<ManifestBranch.Entry> made) {
    Set<String> reachable = new HashSet<>(fleet.firstTips());
    made.forEach(commit -> reachable.add(commit.id()));
    Set<String> lost = new HashSet<>(foreign);
    lost.addAll(branch.tips());
    lost.removeAll(reachable);
    lost.forEach(commit -> broken.add("I1: commit " + commit + " is not on the branch any more"));
  }

  private void oneCommitForEachTag(List<ManifestBranch.Entry> made) {
    Map<String, Integer> counts = new HashMap<>();
    made.forEach(
        commit ->
            commit
                .binding()
                .ifPresent(
                    id -> counts.merge(id + " " + commit.source().orElse(""), 1, Integer::sum)));
    counts.forEach(
        (what, count) -> {
          if (count > 1) {
            broken.add("I3: " + count + " commits for " + what);
          }
        });
  }

  private void onlyTagsChanged(List<ManifestBranch.Entry> made) {
    for (ManifestBranch.Entry commit : made) {
      commit
          .binding()
          .map(apps::get)
          .ifPresent(
              app -> {
                Map<String, String> after = branch.changed(commit.parent(), commit.id());
                Map<String, String> before = branch.changed(commit.id(), commit.parent());
                if (!after.keySet().equals(Set.of(app.path()))
                    || !untagged(app, after).equals(untagged(app, before))) {
                  broken.add("I4: commit " + commit.id() + " changed " + after.keySet());
                }
              });
    }
  }

  private void newestTagsThere(String tip) {
    Map<String, String> texts = branch.changed(fleet.firstTips().getFirst(), tip);
    for (App app : fleet.apps()) {
      if (!texts.getOrDefault(app.path(), "").contains(app.image() + ":" + fleet.tag(app))) {
        broken.add("I2: " + app.path() + " does not hold the newest tag");
      }
    }
  }

  private void statusesAreTrue(List<ManifestBranch.Entry> made) {
    Set<String> known = made.stream().map(ManifestBranch.Entry::id).collect(Collectors.toSet());
    for (App app : fleet.apps()) {
      String seen = fleet.objects().manifestCommit(app).orElse("");
      String text =
          known.contains(seen)
              ? branch.changed(fleet.firstTips().getFirst(), seen).getOrDefault(app.path(), "")
              : "";
      if (!text.contains(app.image() + ":" + fleet.tag(app))) {
        broken.add("I5: " + app.id() + " is Ready by commit " + seen + ", which does not hold it");
      }
    }
  }

  private static String untagged(App app, Map<String, String> texts) {
    return texts.getOrDefault(app.path(), "").replaceAll(app.image() + ":[^\"]*", app.image());
  }
}
