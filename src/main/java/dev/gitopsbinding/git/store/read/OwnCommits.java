package dev.gitopsbinding.git.store.read;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.model.BindingId;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The newest commit that the operator made for each binding, in the known history of a branch.
 * {@link Committers} say which commits these are. One walk through the history finds the commits of
 * all bindings.
 */
public final class OwnCommits {
  /** The trailer that holds the tag whose failed rollout was the cause of a commit. */
  public static final String ROLLBACK_TRAILER = "GitOps-Rollback";

  /** The longest walk, in commits. */
  static final int MAX_WALK = 4_000;

  private final ObjectId tip;
  private final long version;
  private final Map<String, ObjectId> newest = new HashMap<>();
  private final Set<ObjectId> walked = new HashSet<>();
  private boolean complete;

  private OwnCommits(ObjectId tip, long version) {
    this.tip = tip;
    this.version = version;
  }

  /** Keeps the results for local copies, until a copy is deleted or memory is short. */
  public static final class Memory {
    private final Map<FileRepository, SoftReference<OwnCommits>> known =
        Collections.synchronizedMap(new WeakHashMap<>());

    /** The commits at a tip, from memory or by a walk. */
    public OwnCommits at(FileRepository repository, ObjectId tip, Committers committers)
        throws IOException {
      SoftReference<OwnCommits> reference = known.get(repository);
      OwnCommits last = reference == null ? null : reference.get();
      if (last != null && last.tip.equals(tip) && last.version == committers.version()) {
        return last;
      }
      OwnCommits found = walk(repository, tip, committers);
      known.put(repository, new SoftReference<>(found));
      return found;
    }
  }

  static OwnCommits walk(FileRepository repository, ObjectId tip, Committers committers)
      throws IOException {
    OwnCommits found = new OwnCommits(tip.copy(), committers.version());
    boolean cut = false;
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(tip));
      RevCommit commit = walk.next();
      while (commit != null && found.walked.size() < MAX_WALK) {
        found.add(commit, committers);
        cut |= commit.getParentCount() == 0 && History.namesParents(commit);
        commit = walk.next();
      }
      found.complete = commit == null && !cut;
    }
    return found;
  }

  /** The newest commit for a binding; empty if the walk found none. */
  public Optional<ObjectId> newest(BindingId binding) {
    return Optional.ofNullable(newest.get(binding.toString()));
  }

  /** Whether the walk passed a commit. */
  public boolean holds(ObjectId commit) {
    return walked.contains(commit);
  }

  /** Whether the walk passed the whole history of the branch. */
  public boolean isComplete() {
    return complete;
  }

  private void add(RevCommit commit, Committers committers) {
    walked.add(commit.copy());
    committers.madeFor(commit).ifPresent(binding -> newest.putIfAbsent(binding, commit.copy()));
  }
}
