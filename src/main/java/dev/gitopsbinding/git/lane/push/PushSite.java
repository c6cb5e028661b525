package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The branch that a batch moves, and its local copy. An {@link IOException} always means that the
 * copy is damaged.
 */
public sealed interface PushSite permits BranchSite, HeadSite {
  /** The branch. */
  Remote remote();

  /** The repository of the copy; an empty new one if there is none. */
  FileRepository repository() throws IOException;

  /** Says for whom the next pushes are. A merge is signed by the key of one of them. */
  void begin(List<QueuedPush> pushes);

  /** Whether the branch was read at {@code notBefore} or later. */
  boolean isKnown(Instant notBefore);

  /**
   * Reads the branch from the host.
   *
   * @return its tip; the zero id if there is no such branch
   */
  Result<ObjectId> read(TimeLimit deadline) throws IOException;

  /** What to build on, by the last read of the branch; reads it if none is known. */
  Result<Ground> ground(TimeLimit deadline) throws IOException;

  /** What to build on, by a new read of the branch. */
  Result<Ground> refresh(TimeLimit deadline) throws IOException;

  /**
   * Whether an attempt after a lost race fetches and pushes over one connection, so that it needs
   * no new read.
   */
  boolean fetchesWhilePushing();

  /** Records the ground that a push found over its own connection. */
  void know(Ground ground);

  /** Records that a push moved the branch to {@code top}. */
  void advance(ObjectId top, Instant at) throws IOException;

  /** Whether the host holds the commit, by the last read. */
  boolean holds(ObjectId commit) throws IOException;

  /** Deletes the copy; the next use makes a new one. */
  void discard() throws IOException;
}
