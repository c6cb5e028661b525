package dev.gitopsbinding.git.store;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.RemoteBranch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;

/**
 * The refs of a local copy, which keep its objects: one points at the tip of the branch. If pushes
 * to the branch build on another one, a second ref points at the tip of that base.
 */
public final class TrackingRef {
  private static final String NAME = "refs/lane/tip";
  private static final String BASE = "refs/lane/base";

  private TrackingRef() {}

  /**
   * Fetches the tip of the branch, and sets the ref to it.
   *
   * @throws IOException also if the ref could not be set
   */
  public static ObjectId fetch(
      Transport transport, FileRepository local, Remote remote, ProgressMonitor monitor)
      throws IOException {
    return fetch(transport, local, Map.of(remote.branch(), NAME), monitor).getFirst();
  }

  /**
   * Fetches the tip of a branch and that of its base, and sets both refs.
   *
   * @return both tips, first that of the branch
   * @throws IOException also if a ref could not be set
   */
  public static List<ObjectId> fetch(
      Transport transport,
      FileRepository local,
      RemoteBranch branch,
      RemoteBranch base,
      ProgressMonitor monitor)
      throws IOException {
    SequencedMap<RemoteBranch, String> names = new LinkedHashMap<>();
    names.put(branch, NAME);
    names.put(base, BASE);
    return fetch(transport, local, names, monitor);
  }

  /** Fetches the tip of the base of a branch that does not exist, and sets its ref. */
  public static ObjectId fetchBase(
      Transport transport, FileRepository local, RemoteBranch base, ProgressMonitor monitor)
      throws IOException {
    return fetch(transport, local, Map.of(base, BASE), monitor).getFirst();
  }

  private static List<ObjectId> fetch(
      Transport transport,
      FileRepository local,
      Map<RemoteBranch, String> names,
      ProgressMonitor monitor)
      throws IOException {
    transport.setTagOpt(TagOpt.NO_TAGS);
    List<RefSpec> specs =
        names.entrySet().stream()
            .map(entry -> new RefSpec("+" + entry.getKey().ref() + ":" + entry.getValue()))
            .toList();
    FetchResult fetched = transport.fetch(monitor, specs);
    List<ObjectId> tips = new ArrayList<>();
    for (Map.Entry<RemoteBranch, String> name : names.entrySet()) {
      Ref advertised = fetched.getAdvertisedRef(name.getKey().ref());
      Ref tracking = local.exactRef(name.getValue());
      // JGit does not throw if it could not set the local ref, for example because of a lock file.
      if (advertised == null
          || tracking == null
          || !advertised.getObjectId().equals(tracking.getObjectId())) {
        throw new IOException("the local ref was not set");
      }
      tips.add(tracking.getObjectId());
    }
    return tips;
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
