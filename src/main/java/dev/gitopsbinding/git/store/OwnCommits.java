package dev.gitopsbinding.git.store;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.ChangeSet;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The newest commit that the operator made for each binding, as far as the history at hand tells.
 * Only what carries the operator's name as committer and the trailer that it writes counts. One
 * walk answers for all bindings of a branch.
 */
public final class OwnCommits {
  /** The trailer that names the binding a commit was made for. */
  static final String BINDING_TRAILER = "GitOps-Binding";

  /** Commits behind so many are not looked at. */
  static final int MAX_WALK = 4_000;

  private final ObjectId tip;
  private final Map<String, ObjectId> newest = new HashMap<>();
  private final Set<ObjectId> walked = new HashSet<>();
  private boolean whole;

  private OwnCommits(ObjectId tip) {
    this.tip = tip;
  }

  /** What was found in local copies, as long as they live and memory allows. */
  public static final class Memory {
    private final Map<FileRepository, SoftReference<OwnCommits>> known =
        Collections.synchronizedMap(new WeakHashMap<>());

    /** As found at this tip, by a walk if nobody asked there before. */
    public OwnCommits at(FileRepository repository, ObjectId tip, ChangeSet.Author committer)
        throws IOException {
      Optional<OwnCommits> last =
          Optional.ofNullable(known.get(repository)).map(SoftReference::get);
      if (last.isPresent() && last.get().tip.equals(tip)) {
        return last.get();
      }
      OwnCommits found = walk(repository, tip, committer);
      known.put(repository, new SoftReference<>(found));
      return found;
    }
  }

  static OwnCommits walk(FileRepository repository, ObjectId tip, ChangeSet.Author committer)
      throws IOException {
    OwnCommits found = new OwnCommits(tip.copy());
    boolean cut = false;
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(tip));
      RevCommit commit = walk.next();
      while (commit != null && found.walked.size() < MAX_WALK) {
        found.add(commit, committer);
        cut |= commit.getParentCount() == 0 && History.namesParents(commit);
        commit = walk.next();
      }
      found.whole = commit == null && !cut;
    }
    return found;
  }

  /** The newest one for the binding. */
  public Optional<ObjectId> newest(BindingId binding) {
    return Optional.ofNullable(newest.get(binding.toString()));
  }

  /** Whether the commit is in the history that was walked. */
  public boolean holds(ObjectId commit) {
    return walked.contains(commit);
  }

  /** Whether there is no more history than was walked. */
  public boolean whole() {
    return whole;
  }

  private void add(RevCommit commit, ChangeSet.Author committer) {
    walked.add(commit.copy());
    PersonIdent by = commit.getCommitterIdent();
    if (by == null
        || !by.getName().equals(committer.name())
        || !by.getEmailAddress().equals(committer.email())) {
      return;
    }
    List<String> bindings = commit.getFooterLines(BINDING_TRAILER);
    if (!bindings.isEmpty()) {
      newest.putIfAbsent(bindings.getLast(), commit.copy());
    }
  }
}
