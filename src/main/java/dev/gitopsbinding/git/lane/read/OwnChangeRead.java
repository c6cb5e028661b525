package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.store.read.FileSite;
import dev.gitopsbinding.git.store.read.OwnChange;
import dev.gitopsbinding.git.store.read.OwnCommits;
import dev.gitopsbinding.git.store.read.TreePath;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * Reads the last change that the operator made for a binding.
 *
 * @param known a commit of the branch; older commits are not needed. Null to search them all
 */
public record OwnChangeRead(
    OwnCommits.Memory memory,
    LaneSettings settings,
    RemoteBranch branch,
    BindingId binding,
    RepositoryPath path,
    @Nullable CommitSha known)
    implements TipRead<Optional<OwnChange>> {

  @Override
  public Result<Optional<OwnChange>> read(FileRepository repository, BranchCopy.LocalTip tip)
      throws IOException {
    ObjectId own = commits(repository, tip).newest(binding).orElse(null);
    return Result.ok(own == null ? Optional.empty() : Optional.of(read(repository, own)));
  }

  @Override
  public boolean needsHistory(FileRepository repository, BranchCopy.LocalTip tip)
      throws IOException {
    OwnCommits commits = commits(repository, tip);
    return commits.newest(binding).isEmpty()
        && !commits.isComplete()
        && (known == null || !commits.holds(ObjectId.fromString(known.hex())));
  }

  private OwnCommits commits(FileRepository repository, BranchCopy.LocalTip tip)
      throws IOException {
    return memory.at(repository, tip.id(), settings.committers());
  }

  private OwnChange read(FileRepository repository, ObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        ObjectReader reader = repository.newObjectReader()) {
      RevCommit commit = walk.parseCommit(id);
      Content before = null;
      if (commit.getParentCount() > 0) {
        walk.parseHeaders(commit.getParent(0));
        before = content(reader, commit.getParent(0));
      }
      return new OwnChange(
          new CommitSha(id.name()),
          Instant.ofEpochSecond(commit.getCommitTime()),
          content(reader, commit),
          before,
          rolledBack(commit));
    }
  }

  private static @Nullable String rolledBack(RevCommit commit) {
    List<String> tags = commit.getFooterLines(OwnCommits.ROLLBACK_TRAILER);
    return tags.isEmpty() ? null : tags.getLast();
  }

  private @Nullable Content content(ObjectReader reader, RevCommit commit) throws IOException {
    return switch (TreePath.find(
        reader, commit.getTree().getId(), path, new FileSite(branch, commit))) {
      case Result.Failed<TreePath> _ -> null;
      case Result.Ok<TreePath>(TreePath file) ->
          switch (file.read(reader, settings.fileSizeLimit())) {
            case Result.Failed<Content> _ -> null;
            case Result.Ok<Content>(Content content) -> content;
          };
    };
  }
}
