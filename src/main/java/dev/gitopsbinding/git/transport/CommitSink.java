package dev.gitopsbinding.git.transport;

import org.eclipse.jgit.lib.AnyObjectId;

/**
 * Takes the commits of a pack while it is received, so that they need not be read from it again.
 * What it took counts only if the operation succeeds.
 */
@FunctionalInterface
public interface CommitSink {
  /** The sink of the calling thread, while it receives. */
  ScopedValue<CommitSink> CURRENT = ScopedValue.newInstance();

  /** Takes none. */
  CommitSink NONE = (_, _) -> {};

  /**
   * Takes a commit.
   *
   * @param id its name, which is right; the object is used again for the next commit
   * @param commit its bytes, which may be malformed
   */
  void take(AnyObjectId id, byte[] commit);

  /** How much heap it takes for what it took. */
  default long heapBytes() {
    return 0;
  }
}
