package dev.gitopsbinding.git.protocol;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.transport.ConnectExceptions;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.OneLine;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.FailureException;
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

/** Reads one branch's tip in one round trip (gitprotocol-v2(5), "ls-refs"). */
public record LsRefs(Connector connector) {
  private static final String BRANCHES = "refs/heads/";
  private static final int LONGEST_NAME = 255;

  /** Fails with {@code BRANCH_NOT_FOUND}, or {@code REPOSITORY_EMPTY} if there is no branch. */
  public Result<CommitSha> tip(Remote remote, Repository local, Duration timeout) {
    RemoteBranch branch = remote.branch();
    if (!Repository.isValidRefName(branch.ref())) {
      return Result.failed(
          new Failure.Spec(
              Reason.INVALID_SPEC, "'" + branch.branch() + "' is not a valid branch name"));
    }
    return connector
        .with(
            remote,
            local,
            GitListener.Operation.LS_REFS,
            timeout,
            transport -> read(transport, branch))
        .then(answer -> answer);
  }

  /** Reads the tip over an open transport, for callers that go on to use it. */
  public static Result<CommitSha> read(Transport transport, RemoteBranch branch)
      throws IOException {
    try (FetchConnection connection = transport.openFetch(List.of(new RefSpec(branch.ref())))) {
      Optional<Ref> ref = Optional.ofNullable(connection.getRef(branch.ref()));
      if (ref.isPresent() && ref.get().getPeeledObjectId() != null) {
        return Result.failed(isTag(branch));
      }
      if (ref.isPresent()) {
        return Result.ok(new CommitSha(ref.get().getObjectId().name()));
      }
    }
    return Result.failed(absent(transport, branch));
  }

  private static Failure absent(Transport transport, RemoteBranch branch) throws IOException {
    RefSpec all = new RefSpec(BRANCHES + "*:" + BRANCHES + "*");
    try (FetchConnection connection =
        transport.openFetch(List.of(all, new RefSpec(Constants.HEAD)))) {
      boolean any =
          connection.getRefs().stream().anyMatch(ref -> ref.getName().startsWith(BRANCHES));
      return any
          ? notFound(branch, Optional.ofNullable(connection.getRef(Constants.HEAD)))
          : empty(branch);
    } catch (IOException e) {
      boolean tooMany =
          ConnectExceptions.causes(e).stream()
              .anyMatch(
                  cause ->
                      cause instanceof FailureException carrier
                          && carrier.failure().reason() == Reason.RECEIVED_TOO_MUCH);
      if (tooMany) {
        return notFound(branch, Optional.empty());
      }
      throw e;
    }
  }

  private static Failure notFound(RemoteBranch branch, Optional<Ref> head) {
    String standard =
        head.filter(Ref::isSymbolic)
            .map(ref -> ref.getTarget().getName())
            .filter(name -> name.startsWith(BRANCHES))
            .map(name -> OneLine.of(name.substring(BRANCHES.length()), LONGEST_NAME))
            .map("; its default branch is %s"::formatted)
            .orElse("");
    return new Failure.Remote(
        Reason.BRANCH_NOT_FOUND,
        "%s has no branch %s%s. Correct the name, or create the branch."
            .formatted(branch.url(), branch.branch(), standard));
  }

  /**
   * Hosts allow it, and its commit is nobody's to choose: a commit on top would replace the tag.
   */
  private static Failure isTag(RemoteBranch branch) {
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
