package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.store.FileSite;
import dev.gitopsbinding.git.store.OwnChange;
import dev.gitopsbinding.git.store.OwnCommits;
import dev.gitopsbinding.git.store.TreePath;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * What did the operator write last for a binding?
 *
 * @param known a commit up to which everything is known; what is older is not asked for
 */
public record OwnChangeRead(
    OwnCommits.Memory memory,
    LaneSettings settings,
    RemoteBranch branch,
    BindingId binding,
    RepositoryPath path,
    Optional<CommitSha> known)
    implements QueuedRead.Question<Optional<OwnChange>> {

  @Override
  public Result<Optional<OwnChange>> ask(FileRepository repository, BranchCopy.LocalTip tip)
      throws IOException {
    Optional<ObjectId> own = commits(repository, tip).newest(binding);
    return Result.ok(own.isPresent() ? Optional.of(read(repository, own.get())) : Optional.empty());
  }

  @Override
  public boolean wantsHistory(FileRepository repository, BranchCopy.LocalTip tip)
      throws IOException {
    OwnCommits commits = commits(repository, tip);
    return commits.newest(binding).isEmpty()
        && !commits.whole()
        && known.map(sha -> ObjectId.fromString(sha.hex())).filter(commits::holds).isEmpty();
  }

  private OwnCommits commits(FileRepository repository, BranchCopy.LocalTip tip)
      throws IOException {
    return memory.at(repository, tip.id(), settings.committer());
  }

  private OwnChange read(FileRepository repository, ObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        ObjectReader reader = repository.newObjectReader()) {
      RevCommit commit = walk.parseCommit(id);
      Optional<Content> before = Optional.empty();
      if (commit.getParentCount() > 0) {
        walk.parseHeaders(commit.getParent(0));
        before = content(reader, commit.getParent(0));
      }
      return new OwnChange(
          new CommitSha(id.name()),
          Instant.ofEpochSecond(commit.getCommitTime()),
          content(reader, commit),
          before);
    }
  }

  private Optional<Content> content(ObjectReader reader, RevCommit commit) throws IOException {
    return switch (TreePath.find(
        reader, commit.getTree().getId(), path, new FileSite(branch, commit))) {
      case Result.Failed<TreePath> _ -> Optional.empty();
      case Result.Ok<TreePath>(TreePath file) ->
          switch (file.read(reader, settings.fileSizeLimit())) {
            case Result.Failed<Content> _ -> Optional.empty();
            case Result.Ok<Content>(Content content) -> Optional.of(content);
          };
    };
  }
}
