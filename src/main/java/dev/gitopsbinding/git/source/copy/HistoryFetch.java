package dev.gitopsbinding.git.source.copy;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.protocol.ObjectCountLimit;
import dev.gitopsbinding.git.store.BareClone;
import dev.gitopsbinding.git.store.TrackingRef;
import dev.gitopsbinding.git.transport.CommitSink;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.CauseChain;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.InvalidObjectIdException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;

/** Fetches commits into a local copy. */
record HistoryFetch(FileRepository local, Remote remote, HistoryFilter filter) {
  private static final int MAX_NEW_OBJECTS = 20_000;

  private static final Pattern NO_FILTERS =
      Pattern.compile(Pattern.quote(JGitText.get().filterRequiresCapability));

  /** What git says if uploadpackfilter.allow or uploadpackfilter.tree.allow is off. */
  private static final Pattern REFUSED_FILTER = Pattern.compile("filter '[^']*' not supported");

  /** One kind of fetch. */
  @FunctionalInterface
  interface Kind {
    Fetched run(HistoryFetch fetch, Transport transport) throws IOException;
  }

  /**
   * Fetches into a copy over a new connection; fails as {@link Connector#with} does.
   *
   * @param sink takes the commits that come
   */
  static Result<Fetched> run(
      Connector connector,
      Remote remote,
      BareClone local,
      HistoryFilter filter,
      CommitSink sink,
      TimeLimit deadline,
      Kind kind)
      throws IOException {
    HistoryFetch fetch = new HistoryFetch(local.repository(), remote, filter);
    Result<Fetched> fetched =
        connector.with(
            remote,
            local.repository(),
            GitListener.Operation.FETCH,
            deadline.remaining(),
            transport ->
                ScopedValue.where(CommitSink.CURRENT, sink).call(() -> kind.run(fetch, transport)));
    if (!isLate(fetched)) {
      local.settle();
    }
    return fetched;
  }

  /** Whether a fetch was given up; it may still write to the copy. */
  static boolean isLate(Result<Fetched> fetched) {
    return fetched instanceof Result.Failed<Fetched>(Failure failure)
        && failure.reason() == Reason.TIMED_OUT;
  }

  /** Fetches the tip and its history, as deep as a step of the filter, into an empty copy. */
  Fetched tip(Transport transport, int step) throws IOException {
    deepTo(transport, step);
    return limited(
        filter.maxObjects(),
        transport,
        limit -> TrackingRef.fetch(transport, local, remote, limit));
  }

  /** Fetches what is new in the branch into a copy that holds an older tip. */
  Fetched update(Transport transport) throws IOException {
    return limited(
        MAX_NEW_OBJECTS, transport, limit -> TrackingRef.fetch(transport, local, remote, limit));
  }

  /** Fetches a commit that may have left the branch, and what the copy lacks of its history. */
  Fetched commit(Transport transport, CommitSha commit) throws IOException {
    return commit(transport, commit, MAX_NEW_OBJECTS);
  }

  /** Fetches a commit and its history, as deep as a step of the filter, into an empty copy. */
  Fetched commit(Transport transport, int step, CommitSha commit) throws IOException {
    deepTo(transport, step);
    return commit(transport, commit, filter.maxObjects());
  }

  private void deepTo(Transport transport, int step) {
    int depth = filter.depth(step);
    if (depth != HistoryFilter.WHOLE) {
      transport.setDepth(depth);
    }
  }

  private Fetched commit(Transport transport, CommitSha commit, int maxObjects) throws IOException {
    transport.setTagOpt(TagOpt.NO_TAGS);
    return limited(
        maxObjects,
        transport,
        limit -> {
          var _ = transport.fetch(limit, List.of(new RefSpec(commit.hex())));
          return ObjectId.fromString(commit.hex());
        });
  }

  /** A fetch by JGit; returns the fetched commit. */
  @FunctionalInterface
  private interface Work {
    ObjectId fetch(ObjectCountLimit limit) throws IOException;
  }

  private Fetched limited(int maxObjects, Transport transport, Work work) throws IOException {
    ObjectCountLimit limit = new ObjectCountLimit(maxObjects);
    String line = filter.line();
    transport.setFilterSpec(line == null ? FilterSpec.NO_FILTER : FilterSpec.fromFilterLine(line));
    try {
      return new Fetched.Commit(work.fetch(limit));
    } catch (IOException e) {
      if (limit.exceeded()) {
        return new Fetched.TooMuch();
      }
      if (line != null && says(e, NO_FILTERS)) {
        return new Fetched.FilterRefused(false);
      }
      if (line != null && says(e, REFUSED_FILTER)) {
        return new Fetched.FilterRefused(true);
      }
      throw e;
    } catch (InvalidObjectIdException e) {
      throw new FailureException(malformed(), e);
    }
  }

  /** There is no type for this: JGit compares what the server offers, and git says it in a text. */
  private static boolean says(IOException error, Pattern text) {
    return CauseChain.of(error).all().stream()
        .map(cause -> String.valueOf(cause.getMessage()))
        .anyMatch(message -> text.matcher(message).find());
  }

  private Failure malformed() {
    return new Failure.Remote(
        Reason.REMOTE_ERROR,
        "The %s points at a malformed commit, so its history cannot be read. Check the repository with git fsck, and replace the commit."
            .formatted(remote.branch()));
  }
}
