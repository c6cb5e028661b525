package dev.gitopsbinding.git.source.copy;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.store.BareClone;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Duration;

/**
 * Fetches a branch into a new copy, which takes the place of the held one: JGit fetches nothing
 * into a copy that holds the tip already.
 */
final class FirstFetch {
  private final Connector connector;
  private final HistoryCopy.Place place;
  private final FilterSelection filters;
  private final LocalHistory held;
  private boolean acceptsFiles;

  /** How much time the last fetch had when the host began to answer it. */
  private volatile Duration had = Duration.ZERO;

  FirstFetch(
      Connector connector, HistoryCopy.Place place, FilterSelection filters, LocalHistory held) {
    this.connector = connector;
    this.place = place;
    this.filters = filters;
    this.held = held;
  }

  /** From now on a copy is worth fetching all files, if the server cannot leave them out. */
  void acceptFiles() {
    acceptsFiles = true;
  }

  /** How much time the last fetch had when the host began to answer it; zero if it did not. */
  Duration had() {
    return had;
  }

  /**
   * Fetches the branch, by the next filter if the server refuses one.
   *
   * @param step how deep
   * @param lastFilter none behind this one is used; then the refusal is the result
   */
  Result<Fetched> run(Remote remote, int step, int lastFilter, TimeLimit deadline)
      throws IOException {
    had = Duration.ZERO;
    while (true) {
      Result<Fetched> fetched = attempt(remote, step, deadline);
      if (!(fetched instanceof Result.Ok<Fetched>(Fetched.FilterRefused(boolean offersOthers)))
          || filters.refused(offersOthers, place.nanos().getAsLong()) > lastFilter) {
        return fetched;
      }
    }
  }

  private Result<Fetched> attempt(Remote remote, int step, TimeLimit deadline) throws IOException {
    HistoryFilter filter = filters.selected();
    if (filter == HistoryFilter.EVERYTHING && !acceptsFiles) {
      return Result.failed(withoutFilters(remote));
    }
    BareClone fresh;
    try {
      fresh = place.open();
    } catch (FailureException e) {
      return Result.failed(e.failure());
    }
    try {
      Result<Fetched> fetched =
          HistoryFetch.run(
              connector,
              remote,
              fresh,
              filter,
              place.sinks().get(),
              deadline,
              (fetch, transport) -> {
                had = deadline.remaining();
                return fetch.tip(transport, step);
              });
      if (fetched instanceof Result.Ok<Fetched>(Fetched.Commit(var tip))) {
        held.replace(fresh, tip, Math.min(step, filter.steps() - 1));
      }
      return fetched;
    } finally {
      if (!held.isHeld(fresh)) {
        fresh.close();
      }
    }
  }

  private static Failure withoutFilters(Remote remote) {
    return new Failure.Remote(
        Reason.REMOTE_ERROR,
        "The host of the %s cannot send commits without all files, which is too much for a list of commits. Let its owner set uploadpack.allowFilter to true."
            .formatted(remote.branch()));
  }
}
