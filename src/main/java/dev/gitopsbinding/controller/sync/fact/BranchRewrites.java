package dev.gitopsbinding.controller.sync.fact;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.git.store.read.BranchLine;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the commit that a status names is still in the manifest branch. It is if it is
 * the tip, or if it was in the branch at an earlier read and the branch was not rewritten since.
 * Any other commit, such as one that an earlier process wrote to the status, counts as gone: to
 * write the tip to the status costs one request, to find the commit in the history a large fetch.
 */
public final class BranchRewrites {
  /**
   * The last read of the branch.
   *
   * @param holds whether the branch held the commit that the status names
   */
  private record Seen(String file, BranchLine line, boolean holds) {
    boolean stillHolds(Binding binding, BranchLine now) {
      return holds && file.equals(binding.file()) && line == now;
    }
  }

  private final Map<BindingId, Seen> seen = new ConcurrentHashMap<>();

  /**
   * Notes a read of the branch.
   *
   * @param named the commit of the branch that the status names; null if it names none
   * @param before the line of the branch before the read
   * @param after the line of the branch after the read
   * @return what was read, marked as rewritten if that commit may have left the branch
   */
  Fact<ManifestSeen> note(
      Binding binding,
      @Nullable CommitSha named,
      Fact<ManifestSeen> read,
      BranchLine before,
      BranchLine after) {
    if (!(read instanceof Fact.Known<ManifestSeen>(ManifestSeen manifest, var at))) {
      return read;
    }
    boolean isTip = manifest.tip().equals(named);
    Seen now =
        seen.compute(
            binding.id(),
            (_, last) ->
                new Seen(
                    binding.file(),
                    before,
                    isTip || (last != null && last.stillHolds(binding, after))));
    return now.holds() ? read : new Fact.Known<>(manifest.asRewritten(), at);
  }

  /** Notes a status write: if the branch was read, the status now names a commit of the branch. */
  public void named(Observation observation) {
    if (observation.known(Questions.MANIFEST).isPresent()) {
      seen.computeIfPresent(
          observation.binding().id(), (_, last) -> new Seen(last.file(), last.line(), true));
    }
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    seen.remove(binding);
  }
}
