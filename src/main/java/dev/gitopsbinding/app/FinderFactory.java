package dev.gitopsbinding.app;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.index.SourceChanges;
import dev.gitopsbinding.controller.sync.fact.BranchRewrites;
import dev.gitopsbinding.controller.sync.fact.ChecksFinder;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.controller.sync.fact.FactFinders;
import dev.gitopsbinding.controller.sync.fact.ImageFinder;
import dev.gitopsbinding.controller.sync.fact.ImageLookup;
import dev.gitopsbinding.controller.sync.fact.ManifestChangeFinder;
import dev.gitopsbinding.controller.sync.fact.ManifestFinder;
import dev.gitopsbinding.controller.sync.fact.OwnCommitFinder;
import dev.gitopsbinding.controller.sync.fact.SourceTipFinder;
import dev.gitopsbinding.controller.sync.fact.WaitSchedule;
import dev.gitopsbinding.controller.sync.history.AncestryFinder;
import dev.gitopsbinding.controller.sync.history.BuiltCommitFinder;
import dev.gitopsbinding.controller.sync.history.ContentsFinder;
import dev.gitopsbinding.controller.sync.history.PathCommitFinder;
import dev.gitopsbinding.controller.sync.history.SelectedCommitFinder;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits;
import dev.gitopsbinding.controller.sync.manifest.ManifestReadCache;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.controller.sync.promotion.PromotionFinder;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.edit.argocd.ApplicationEditKind;
import dev.gitopsbinding.edit.key.KeyEditKind;
import dev.gitopsbinding.edit.kustomize.KustomizationEditKind;
import dev.gitopsbinding.edit.workload.WorkloadEditKind;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.forge.login.ForgeLogins;
import dev.gitopsbinding.git.credential.SecretSource;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.git.source.paths.PathHistories;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CheckState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes the fact finders, for the operator and for commands: one for each question of a rule. */
public final class FinderFactory {
  private final Parts parts;
  private final Lanes lanes;
  private final SourceHistories histories;
  private final ManifestReadCache imageReads;
  private final ImageFinder images;
  private final FactFinder<CheckState> checks;
  private final PathHistories paths;
  private final SelectedCommitFinder selected;
  private final SelectedCommitFinder older;
  private final BuiltCommitFinder built;

  /**
   * What the finders need.
   *
   * @param waits decides when what is waited for is looked for again
   * @param bindings the newest known state of another binding
   * @param parser the binding of a resource, if its spec is valid
   * @param watched whether this process has synced a binding that is followed
   * @param clock the wall clock
   * @param steady the clock for the times of reads
   * @param labelSelector of the bindings that this process serves; null for all
   * @param more the finders for questions that only a process asks which pushes
   */
  public record Parts(
      SecretSource secrets,
      CredentialedRemotes remotes,
      HostParts hosts,
      SourceChanges sourceChanges,
      ManifestEdits edits,
      YamlWorkers workers,
      BranchRewrites rewrites,
      WaitSchedule waits,
      Function<BindingId, Optional<GitOpsBinding>> bindings,
      Function<GitOpsBinding, Optional<Binding>> parser,
      Predicate<BindingId> watched,
      Clock clock,
      Clock steady,
      @Nullable String labelSelector,
      List<FactFinder<?>> more) {
    /** Copies the list. */
    public Parts {
      more = List.copyOf(more);
    }
  }

  /** A factory whose finders share what they remember. */
  public FinderFactory(Parts parts) {
    this.parts = parts;
    HostParts hosts = parts.hosts();
    lanes = hosts.git().lanes();
    histories = hosts.git().sourceHistories();
    imageReads = new ManifestReadCache(parts.edits());
    images =
        new ImageFinder(
            new ImageLookup(parts.secrets(), hosts.registries(), parts.waits()).finder()::find,
            parts.clock());
    checks =
        new ChecksFinder(
            new ForgeLogins(parts.secrets(), hosts.tokens()), hosts.forges(), parts.waits());
    paths = new PathHistories(histories, lanes.committers());
    selected = search(parts.waits(), SelectedCommitFinder.MAX_LOOKS);
    // Asked only when a look is due.
    older = search((_, _, _) -> true, BuiltCommitFinder.MAX_LOOKS);
    built = new BuiltCommitFinder(older, parts.waits());
  }

  private SelectedCommitFinder search(WaitSchedule waits, int maxLooks) {
    return new SelectedCommitFinder(
        parts.remotes(), histories, paths, images, checks, waits, maxLooks, parts.steady());
  }

  /** The kinds of manifest files that can be edited; the first that recognizes a file edits it. */
  public static EditKinds editKinds(YamlLimits limits) {
    return new EditKinds(
        List.of(
            new KustomizationEditKind(limits),
            new ApplicationEditKind(limits),
            new KeyEditKind(limits),
            new WorkloadEditKind(limits)));
  }

  /** The finders. */
  public FactFinders finders() {
    var manifests =
        new ManifestFinder(
            parts.remotes(), lanes, imageReads, parts.workers(), parts.rewrites(), parts.steady());
    List<FactFinder<?>> all = new ArrayList<>(parts.more());
    all.addAll(
        List.of(
            new SourceTipFinder(
                parts.remotes(),
                parts.hosts().git().sourceTips(),
                parts.sourceChanges(),
                manifests,
                parts.steady()),
            new PromotionFinder(
                parts.bindings(),
                parts.parser(),
                parts.watched(),
                parts.clock(),
                parts.steady(),
                parts.labelSelector()),
            manifests,
            new OwnCommitFinder(parts.remotes(), lanes, imageReads, parts.workers()),
            new ManifestChangeFinder(parts.remotes(), lanes),
            new AncestryFinder(parts.remotes(), histories),
            AncestryFinder.ofRolledBack(parts.remotes(), histories),
            new PathCommitFinder(parts.remotes(), paths),
            selected,
            built,
            checks,
            images,
            new ContentsFinder(parts.remotes(), histories)));
    return new FactFinders(all, parts.remotes());
  }

  /** What to call when a binding is gone. */
  List<Consumer<BindingId>> memories() {
    return List.of(
        imageReads::forget, images::forget, selected::forget, older::forget, built::forget);
  }
}
