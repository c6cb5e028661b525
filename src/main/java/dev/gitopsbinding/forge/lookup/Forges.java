package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.forge.Check;
import dev.gitopsbinding.forge.CheckJudge;
import dev.gitopsbinding.forge.ForgePurpose;
import dev.gitopsbinding.forge.Listing;
import dev.gitopsbinding.forge.client.ForgeAccess;
import dev.gitopsbinding.forge.client.ForgeCall;
import dev.gitopsbinding.forge.client.ForgeClient;
import dev.gitopsbinding.forge.client.ForgeOutcome;
import dev.gitopsbinding.forge.client.SafeLink;
import dev.gitopsbinding.forge.client.TaggedCache;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.http.Redactor;
import dev.gitopsbinding.net.share.SingleFlightCache;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks up whether the checks of a commit have passed. All bindings that ask for one commit with
 * one login share a lookup. Thread-safe; callers block.
 */
public final class Forges {
  /** The length of all names and links that are remembered, of all commits together. */
  private static final long CAPACITY = 4 << 20;

  /** A commit that no binding has asked for in this time is usually not the newest any more. */
  private static final Duration UNUSED = Duration.ofMinutes(10);

  /** Less than the shortest delay between two looks of one binding. */
  private static final Duration FRESH = Duration.ofSeconds(4);

  /**
   * Checks that have passed rarely fail later, and the binding may wait for its image meanwhile.
   */
  private static final Duration PASSED_FOR = Duration.ofSeconds(30);

  /**
   * What bindings share.
   *
   * @param lists the paths of what is requested, which depends on the wanted names at some forges
   */
  private record Key(
      RepositoryUrl repository,
      String provider,
      CommitSha commit,
      String access,
      List<String> lists) {}

  /**
   * What a binding wants to know.
   *
   * @param tenant who the lookup is for: the namespace of a binding
   * @param names the checks that count; empty: all
   * @param notBefore an answer must not be older than this
   * @param lookNow false to take an older answer if there is one
   */
  public record Query(String tenant, List<String> names, Instant notBefore, boolean lookNow) {
    /** Copies the list. */
    public Query {
      names = List.copyOf(names);
    }
  }

  private final ForgeClient client;
  private final Clock steady;
  private final TaggedCache<CheckPage> pages = new TaggedCache<>(CAPACITY, CheckPage::size);
  private final SingleFlightCache<Key, ForgeOutcome<List<Check>>> answers;

  /**
   * Creates an instance that remembers nothing.
   *
   * @param steady a monotonic clock, for the age of answers
   */
  public Forges(ForgeClient client, Clock steady) {
    this.client = client;
    this.steady = steady;
    this.answers =
        new SingleFlightCache<>(
            steady, CAPACITY, Forges::size, ForgeOutcome::isAnswered, ForgeOutcome::isLate);
    client.alsoTidies(() -> answers.dropUnused(UNUSED));
  }

  private static long size(ForgeOutcome<List<Check>> outcome) {
    return TaggedCache.ENTRY
        + (outcome instanceof ForgeOutcome.Answered<List<Check>>(var checks)
            ? CheckPage.size(checks)
            : 0);
  }

  /**
   * Finds a commit at its forge, without a request.
   *
   * @param provider the kind of forge; null: it is known from the host
   * @param api where the forge's API is; null: where this kind of forge has it
   * @return fails with {@code INVALID_SPEC} or {@code HOST_NOT_ALLOWED}
   */
  public Result<ForgeCommit> locate(
      @Nullable String provider, @Nullable URI api, RepositoryUrl source, CommitSha commit) {
    return client
        .locate(ForgePurpose.CHECKS, provider, api, source)
        .then(place -> Result.ok(new ForgeCommit(place, commit)));
  }

  /**
   * Whether the checks of a commit have passed.
   *
   * @param timeout how long to wait at most
   * @return fails with {@code ADDRESS_NOT_ALLOWED}, or {@code FORGE_UNAVAILABLE} if there is no
   *     usable answer; a {@link Failure.Secret} if another Secret may solve it
   */
  public Result<CheckState> checks(
      ForgeCommit commit, ForgeAccess access, Query query, Duration timeout) {
    List<Listing> lists = commit.forge().listings(commit.commit(), query.names());
    Key key =
        new Key(
            commit.repository(),
            commit.forge().provider(),
            commit.commit(),
            access.digest(),
            lists.stream().map(Listing::path).toList());
    ForgeCall call = new ForgeCall(commit.place(), access, query.tenant());
    ForgeOutcome<List<Check>> outcome =
        answers
            .get(
                query.tenant(),
                key,
                (answer, askedAt) -> suits(query, answer, askedAt),
                timeout,
                (_, left) ->
                    client.call(
                        call,
                        left,
                        sender -> new ForgeRequests(commit, lists, sender, pages).checks()))
            .orElseGet(() -> client.late(call));
    Redactor redactor = client.redactor(access);
    ShownState shown = new ShownState(new SafeLink(commit.repository(), redactor), redactor);
    return outcome
        .result()
        .then(checks -> Result.ok(shown.of(CheckJudge.judge(checks, query.names()))));
  }

  private boolean suits(Query query, ForgeOutcome<List<Check>> answer, Instant askedAt) {
    if (!(answer instanceof ForgeOutcome.Answered<List<Check>>(var checks))) {
      return !askedAt.isBefore(query.notBefore());
    }
    if (!query.lookNow()) {
      return true;
    }
    return !askedAt.isBefore(query.notBefore())
        && switch (CheckJudge.judge(checks, query.names())) {
          case CheckState.Passed _ -> !askedAt.isBefore(steady.instant().minus(PASSED_FOR));
          case CheckState.Pending _ -> !askedAt.isBefore(steady.instant().minus(FRESH));
          // It holds the binding, and every event, such as a restart of a pod, asks again.
          case CheckState.Failed _ -> true;
        };
  }
}
