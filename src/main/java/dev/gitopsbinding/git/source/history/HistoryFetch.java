package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.protocol.ObjectCountLimit;
import dev.gitopsbinding.git.store.TrackingRef;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.net.CauseChain;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;

/**
 * Fetches commits into a local copy. Trees and blobs are left out (git-rev-list(1), {@code
 * --filter=tree:0}) if the server can do that.
 *
 * @param filtered whether to leave out trees and blobs
 */
record HistoryFetch(FileRepository local, Remote remote, boolean filtered) {
  private static final int MAX_NEW_OBJECTS = 20_000;
  private static final String COMMITS = "tree:0";

  /** How a fetch ended. */
  sealed interface Fetched {
    /** The copy holds the commit. */
    record Commit(ObjectId id) implements Fetched {}

    /** The server cannot leave out trees; nothing was fetched. */
    record NoFilters() implements Fetched {}

    /** There is so much new that it must be another history; nothing was fetched. */
    record TooMuch() implements Fetched {}
  }

  /** Fetches the tip and its history, up to {@code depth} commits deep, into an empty copy. */
  Fetched tip(Transport transport, int depth) throws IOException {
    transport.setDepth(depth);
    return run(
        transport, () -> TrackingRef.fetch(transport, local, remote, NullProgressMonitor.INSTANCE));
  }

  /** Fetches what is new in the branch into a copy that holds an older tip. */
  Fetched update(Transport transport) throws IOException {
    ObjectCountLimit limit = new ObjectCountLimit(MAX_NEW_OBJECTS);
    return limited(limit, transport, () -> TrackingRef.fetch(transport, local, remote, limit));
  }

  /** Fetches a commit that may have left the branch, and its history. */
  Fetched commit(Transport transport, CommitSha commit) throws IOException {
    ObjectCountLimit limit = new ObjectCountLimit(MAX_NEW_OBJECTS);
    transport.setTagOpt(TagOpt.NO_TAGS);
    return limited(
        limit,
        transport,
        () -> {
          var _ = transport.fetch(limit, List.of(new RefSpec(commit.hex())));
          return ObjectId.fromString(commit.hex());
        });
  }

  /** A fetch by JGit; returns the fetched commit. */
  @FunctionalInterface
  private interface Work {
    ObjectId fetch() throws IOException;
  }

  private Fetched limited(ObjectCountLimit limit, Transport transport, Work work)
      throws IOException {
    try {
      return run(transport, work);
    } catch (IOException e) {
      if (limit.exceeded()) {
        return new Fetched.TooMuch();
      }
      throw e;
    }
  }

  private Fetched run(Transport transport, Work work) throws IOException {
    transport.setFilterSpec(filtered ? FilterSpec.fromFilterLine(COMMITS) : FilterSpec.NO_FILTER);
    try {
      return new Fetched.Commit(work.fetch());
    } catch (IOException e) {
      if (filtered && isWithoutFilters(e)) {
        return new Fetched.NoFilters();
      }
      throw e;
    }
  }

  /** JGit has no type for this; it compares what the server can do before it asks for anything. */
  private static boolean isWithoutFilters(IOException error) {
    return CauseChain.of(error)
        .first(PackProtocolException.class)
        .map(Throwable::getMessage)
        .filter(text -> text.contains(JGitText.get().filterRequiresCapability))
        .isPresent();
  }
}
