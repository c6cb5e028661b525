package dev.gitopsbinding.forge.pullrequest;

import dev.gitopsbinding.forge.ForgePurpose;
import dev.gitopsbinding.forge.PullRequestDialect;
import dev.gitopsbinding.forge.client.ForgeAccess;
import dev.gitopsbinding.forge.client.ForgeCall;
import dev.gitopsbinding.forge.client.ForgeClient;
import dev.gitopsbinding.forge.client.ForgeException;
import dev.gitopsbinding.forge.client.ForgeOutcome;
import dev.gitopsbinding.forge.client.ForgeRepository;
import dev.gitopsbinding.forge.client.TaggedCache;
import dev.gitopsbinding.forge.pullrequest.PullRequestMemory.Branches;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import dev.gitopsbinding.model.pullrequest.SubmittedPullRequest;
import dev.gitopsbinding.net.share.SingleFlightCache;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds, opens and updates pull requests. All bindings that share two branches and a login share an
 * answer. Thread-safe; callers block.
 *
 * <p>All failures have the reason {@code FORGE_UNAVAILABLE} or {@code ADDRESS_NOT_ALLOWED}, and
 * begin with {@code spec.push.pullRequest}; a {@link dev.gitopsbinding.model.Failure.Secret} may be
 * solved by another Secret.
 */
public final class PullRequests {
  /** The length of all texts that are remembered. */
  private static final long CAPACITY = 4 << 20;

  private static final Duration UNUSED = Duration.ofMinutes(10);

  private record Key(Branches branches, String provider, String access) {}

  private final ForgeClient client;
  private final Clock steady;
  private final TaggedCache<PullRequestPage> pages =
      new TaggedCache<>(CAPACITY, PullRequestPage::size);
  private final PullRequestMemory memory = new PullRequestMemory();
  private final SingleFlightCache<Key, ForgeOutcome<Optional<PullRequest>>> answers;

  /**
   * Creates an instance that remembers nothing.
   *
   * @param steady a monotonic clock, for the age of answers
   */
  public PullRequests(ForgeClient client, Clock steady) {
    this.client = client;
    this.steady = steady;
    this.answers =
        new SingleFlightCache<>(
            steady, CAPACITY, PullRequests::size, ForgeOutcome::isAnswered, ForgeOutcome::isLate);
    client.alsoTidies(() -> answers.dropUnused(UNUSED));
  }

  private static long size(ForgeOutcome<Optional<PullRequest>> outcome) {
    return TaggedCache.ENTRY
        + (outcome instanceof ForgeOutcome.Answered<Optional<PullRequest>>(var found)
            ? found.map(PullRequests::length).orElse(0L)
            : 0);
  }

  private static long length(PullRequest request) {
    return (long) request.title().length() + request.body().length();
  }

  /**
   * Finds a repository at its forge, without a request.
   *
   * @param provider the kind of forge; null: it is known from the host
   * @param api where the forge's API is; null: where this kind of forge has it
   * @return fails with {@code INVALID_SPEC} or {@code HOST_NOT_ALLOWED}
   */
  public Result<ForgeRepository> locate(
      @Nullable String provider, @Nullable URI api, RepositoryUrl manifest) {
    return client.locate(ForgePurpose.PULL_REQUESTS, provider, api, manifest);
  }

  /**
   * The pull request of two branches of the repository: the one that is open, or the newest in
   * whatever state. Those of forks do not count.
   *
   * @param tenant who the request is for: the namespace of a binding
   * @param notBefore an answer must not be older than this, by the steady clock
   * @param timeout how long to wait at most
   */
  public Result<Optional<PullRequest>> find(
      ForgeRepository repository,
      ForgeAccess access,
      String tenant,
      String head,
      String base,
      Instant notBefore,
      Duration timeout) {
    Branches branches = new Branches(repository.url(), head, base);
    ForgeCall call = new ForgeCall(repository, access, tenant);
    return answers
        .get(
            tenant,
            new Key(branches, repository.forge().provider(), access.digest()),
            (_, askedAt) -> !askedAt.isBefore(notBefore) && memory.isFresh(branches, askedAt),
            timeout,
            (_, left) -> look(call, branches, left))
        .orElseGet(() -> client.late(call))
        .result();
  }

  private ForgeOutcome<Optional<PullRequest>> look(
      ForgeCall call, Branches branches, Duration timeout) {
    long known = memory.open(branches);
    return client.call(
        call,
        timeout,
        sender -> {
          Optional<PullRequest> found =
              new PullRequestRequests(dialect(call), sender, pages)
                  .find(branches.head(), branches.base(), known);
          found.ifPresent(request -> memory.seen(branches, request));
          return found;
        });
  }

  /**
   * Opens a pull request. If one is open already, answers with that one as it is, so that opening
   * twice gives one; if it shows the draft, what belongs to it (labels and so on) is done again.
   *
   * @param tenant as in {@link #find}
   */
  public Result<SubmittedPullRequest> open(
      ForgeRepository repository,
      ForgeAccess access,
      String tenant,
      PullRequestDraft draft,
      Duration timeout) {
    return change(
        new ForgeCall(repository, access, tenant),
        draft,
        timeout,
        requests -> requests.open(draft));
  }

  /**
   * Makes title and body those of the draft, and asks again that the forge merges it where the
   * draft wants that: some forges forget it when the branch changes. One that is not open any more
   * stays as it is, and is the answer. A description that is longer than {@link
   * PullRequest#MAX_BODY} stays too, with a note.
   *
   * @param request the pull request that the draft was made from; fails if its description was
   *     changed since
   * @param tenant as in {@link #find}
   */
  public Result<SubmittedPullRequest> update(
      ForgeRepository repository,
      ForgeAccess access,
      String tenant,
      PullRequest request,
      PullRequestDraft draft,
      Duration timeout) {
    return change(
        new ForgeCall(repository, access, tenant),
        draft,
        timeout,
        requests -> requests.update(request, draft));
  }

  /** One change of a pull request. */
  @FunctionalInterface
  private interface Change {
    SubmittedPullRequest run(PullRequestRequests requests) throws ForgeException;
  }

  private Result<SubmittedPullRequest> change(
      ForgeCall call, PullRequestDraft draft, Duration timeout, Change change) {
    Branches branches = new Branches(call.repository().url(), draft.head(), draft.base());
    return client
        .call(
            call,
            timeout,
            sender -> {
              SubmittedPullRequest changed =
                  change.run(new PullRequestRequests(dialect(call), sender, pages));
              memory.changed(branches, changed.request(), steady.instant());
              return changed;
            })
        .result();
  }

  private static PullRequestDialect dialect(ForgeCall call) {
    return call.repository().forge().pullRequests(call.repository().url());
  }
}
