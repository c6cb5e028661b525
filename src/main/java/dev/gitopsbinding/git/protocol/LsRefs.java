package dev.gitopsbinding.git.protocol;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.text.OneLine;
import dev.gitopsbinding.net.CauseChain;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.share.PendingRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/** Reads the tip of one branch, or of two, in one round trip (gitprotocol-v2(5), "ls-refs"). */
public record LsRefs(Connector connector) {
  private static final String BRANCHES = "refs/heads/";
  private static final int MAX_NAME_LENGTH = 255;

  /**
   * Reads the tip.
   *
   * @param local gives JGit its configuration; nothing is written to it
   * @param timeout zero or more; zero ends at once
   * @return fails with {@code BRANCH_NOT_FOUND}, with {@code REPOSITORY_EMPTY} if the repository
   *     has no branch at all, and with all failures of {@link Connector#with}
   */
  public Result<CommitSha> tip(Remote remote, Repository local, Duration timeout) {
    return tip(remote, local, timeout, PendingRequest.UNSHARED).orElseThrow();
  }

  /**
   * As {@link #tip(Remote, Repository, Duration)}, for a request whose answer is shared.
   *
   * @return empty if the request was answered meanwhile, or must not begin
   */
  public Optional<Result<CommitSha>> tip(
      Remote remote, Repository local, Duration timeout, PendingRequest request) {
    RemoteBranch branch = remote.branch();
    Optional<Failure> invalid = invalid(branch);
    if (invalid.isPresent()) {
      return invalid.map(Result::failed);
    }
    return connector
        .with(
            remote,
            local,
            GitListener.Operation.LS_REFS,
            timeout,
            request,
            transport -> read(transport, branch))
        .map(result -> result.then(answer -> answer));
  }

  private static Optional<Failure> invalid(RemoteBranch branch) {
    return Repository.isValidRefName(branch.ref())
        ? Optional.empty()
        : Optional.of(
            new Failure.Spec(
                Reason.INVALID_SPEC, "'" + branch.branch() + "' is not a valid branch name"));
  }

  /**
   * The tips of a branch and of its base, read together.
   *
   * @param tip null if there is no such branch
   */
  public record Pair(@Nullable CommitSha tip, CommitSha base) {}

  /**
   * Reads the tips of a branch, which may be absent, and of its base, in one round trip.
   *
   * @param base a branch of the same repository
   * @param local gives JGit its configuration; nothing is written to it
   * @param timeout zero or more; zero ends at once
   * @return fails as {@link #tip} does for the base
   */
  public Result<Pair> pair(Remote remote, RemoteBranch base, Repository local, Duration timeout) {
    RemoteBranch branch = remote.branch();
    return connector
        .with(
            remote,
            local,
            GitListener.Operation.LS_REFS,
            timeout,
            transport -> readPair(transport, branch, base))
        .then(answer -> answer);
  }

  private static Result<Pair> readPair(Transport transport, RemoteBranch branch, RemoteBranch base)
      throws IOException {
    List<RefSpec> specs = List.of(new RefSpec(branch.ref()), new RefSpec(base.ref()));
    Ref tip;
    Ref below;
    try (FetchConnection connection = transport.openFetch(specs)) {
      tip = connection.getRef(branch.ref());
      below = connection.getRef(base.ref());
    }
    if (below == null) {
      return Result.failed(absent(transport, base));
    }
    return sha(base, below)
        .then(
            commit ->
                tip == null
                    ? Result.ok(new Pair(null, commit))
                    : sha(branch, tip).then(head -> Result.ok(new Pair(head, commit))));
  }

  /** Reads the tip over an open transport, for callers that use the transport afterwards. */
  public static Result<CommitSha> read(Transport transport, RemoteBranch branch)
      throws IOException {
    try (FetchConnection connection = transport.openFetch(List.of(new RefSpec(branch.ref())))) {
      Ref ref = connection.getRef(branch.ref());
      if (ref != null) {
        return sha(branch, ref);
      }
    }
    return Result.failed(absent(transport, branch));
  }

  private static Result<CommitSha> sha(RemoteBranch branch, Ref ref) {
    return ref.getPeeledObjectId() == null
        ? Result.ok(new CommitSha(ref.getObjectId().name()))
        : Result.failed(tagObject(branch));
  }

  private static Failure absent(Transport transport, RemoteBranch branch) throws IOException {
    RefSpec all = new RefSpec(BRANCHES + "*:" + BRANCHES + "*");
    try (FetchConnection connection =
        transport.openFetch(List.of(all, new RefSpec(Constants.HEAD)))) {
      boolean any =
          connection.getRefs().stream().anyMatch(ref -> ref.getName().startsWith(BRANCHES));
      return any ? notFound(branch, connection.getRef(Constants.HEAD)) : empty(branch);
    } catch (IOException e) {
      boolean tooMany =
          CauseChain.of(e)
              .first(FailureException.class)
              .filter(carrier -> carrier.failure().reason() == Reason.RECEIVED_TOO_MUCH)
              .isPresent();
      if (tooMany) {
        return notFound(branch, null);
      }
      throw e;
    }
  }

  private static Failure notFound(RemoteBranch branch, @Nullable Ref head) {
    String defaultBranch =
        Optional.ofNullable(head)
            .filter(Ref::isSymbolic)
            .map(ref -> ref.getTarget().getName())
            .filter(name -> name.startsWith(BRANCHES))
            .map(name -> OneLine.of(name.substring(BRANCHES.length()), MAX_NAME_LENGTH))
            .map("; its default branch is %s"::formatted)
            .orElse("");
    return new Failure.Remote(
        Reason.BRANCH_NOT_FOUND,
        "%s has no branch %s%s. Correct the name, or create the branch."
            .formatted(branch.url(), branch.branch(), defaultBranch));
  }

  /**
   * Hosts allow a branch that points at a tag object. A commit on top of the tagged commit would
   * take the tag object out of the branch, so the branch is refused.
   */
  private static Failure tagObject(RemoteBranch branch) {
    return new Failure.Remote(
        Reason.BRANCH_IS_TAG,
        "The %s points at a tag object and not at a commit. %s"
            .formatted(branch, Reason.BRANCH_IS_TAG.remedy()));
  }

  private static Failure empty(RemoteBranch branch) {
    return new Failure.Remote(
        Reason.REPOSITORY_EMPTY,
        "%s has no branch yet. Push a first commit to it.".formatted(branch.url()));
  }
}
