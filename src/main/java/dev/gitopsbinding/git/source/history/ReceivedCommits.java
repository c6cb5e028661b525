package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.git.transport.CommitSink;
import dev.gitopsbinding.net.FailureException;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.AnyObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The commits of the last fetch, so that they need not be read from the copy. Each fetch has a sink
 * of its own: one that was given up may still receive. Used by one thread at a time.
 */
final class ReceivedCommits implements Supplier<CommitSink> {
  private OneFetch last = new OneFetch();

  /** A sink for the next fetch. */
  @Override
  public CommitSink get() {
    last = new OneFetch();
    return last;
  }

  /**
   * The commits of the last fetch, which has to have succeeded; null if they are too many, or one
   * is malformed. They are given once.
   */
  @Nullable ParentTable give() {
    return last.give();
  }

  /** Gives up what is not given yet: that of a fetch that failed. */
  void forget() {
    last = new OneFetch();
  }

  private static final class OneFetch implements CommitSink {
    private @Nullable ParentTable table = new ParentTable();

    @Override
    public void take(AnyObjectId id, byte[] commit) {
      if (table != null) {
        try {
          table.add(id, CommitReader.parentsIn(id, commit));
          if (table.size() > CommitReader.MAX_COMMITS) {
            table = null;
          }
        } catch (FailureException _) {
          // The malformed commit may never be needed; if it is, the read from the copy reports it.
          table = null;
        }
      }
    }

    @Override
    public long heapBytes() {
      return table == null ? 0 : table.heapBytes();
    }

    @Nullable ParentTable give() {
      ParentTable taken = table;
      table = null;
      return taken;
    }
  }
}
