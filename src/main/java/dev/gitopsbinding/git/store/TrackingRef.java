package dev.gitopsbinding.git.store;

import dev.gitopsbinding.git.Remote;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;

/** The only ref of a local copy: it points at the tip of the branch, and so keeps its objects. */
public final class TrackingRef {
  private static final String NAME = "refs/lane/tip";

  private TrackingRef() {}

  /**
   * Fetches the tip of the branch, and sets the ref to it.
   *
   * @throws IOException also if the ref could not be set
   */
  public static ObjectId fetch(
      Transport transport, FileRepository local, Remote remote, ProgressMonitor monitor)
      throws IOException {
    transport.setTagOpt(TagOpt.NO_TAGS);
    RefSpec spec = new RefSpec("+" + remote.branch().ref() + ":" + NAME);
    Ref advertised =
        transport.fetch(monitor, List.of(spec)).getAdvertisedRef(remote.branch().ref());
    Ref tracking = local.exactRef(NAME);
    // JGit does not throw if it could not set the local ref, for example because of a lock file.
    if (advertised == null
        || tracking == null
        || !advertised.getObjectId().equals(tracking.getObjectId())) {
      throw new IOException("the local ref was not set");
    }
    return tracking.getObjectId();
  }

  /** Sets the ref to a commit that the copy holds. */
  public static void set(FileRepository repository, ObjectId id) throws IOException {
    RefUpdate update = repository.updateRef(NAME);
    update.setNewObjectId(id);
    update.setForceUpdate(true);
    update.disableRefLog();
    RefUpdate.Result result = update.update();
    switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      case NOT_ATTEMPTED,
          LOCK_FAILURE,
          REJECTED,
          REJECTED_CURRENT_BRANCH,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON,
          IO_FAILURE,
          RENAMED ->
          throw new IOException("the local ref could not be set: " + result);
    }
  }

  /** Whether {@code newer} is {@code older} or descends from it, in the history of the copy. */
  public static boolean descends(FileRepository repository, ObjectId newer, ObjectId older)
      throws IOException {
    if (newer.equals(older)) {
      return true;
    }
    if (!repository.getObjectDatabase().has(older)) {
      return false;
    }
    try (RevWalk walk = new RevWalk(repository)) {
      walk.setRetainBody(false);
      return walk.isMergedInto(walk.parseCommit(older), walk.parseCommit(newer));
    }
  }
}
