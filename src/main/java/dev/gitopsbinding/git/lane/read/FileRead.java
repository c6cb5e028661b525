package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.store.read.FileAtTip;
import dev.gitopsbinding.git.store.read.FileSite;
import dev.gitopsbinding.git.store.read.TreePath;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import java.io.IOException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Reads one file.
 *
 * @param branch the branch of the local copy, for messages
 */
public record FileRead(LaneSettings settings, RemoteBranch branch, RepositoryPath path)
    implements TipRead<FileAtTip> {
  @Override
  public Result<FileAtTip> read(FileRepository repository, BranchCopy.LocalTip tip)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        ObjectReader reader = repository.newObjectReader()) {
      ObjectId tree = walk.parseCommit(tip.id()).getTree().getId();
      return switch (TreePath.find(reader, tree, path, new FileSite(branch, tip.id()))) {
        case Result.Ok<TreePath>(TreePath file) ->
            file.read(reader, settings.fileSizeLimit())
                .then(
                    content ->
                        Result.ok(
                            new FileAtTip(tip.sha(), tip.readAt(), file.blob().name(), content)));
        case Result.Failed<TreePath>(Failure failure) -> Result.failed(failure);
      };
    }
  }
}
