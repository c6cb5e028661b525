package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.store.EditFailure;
import dev.gitopsbinding.git.store.FileAtTip;
import dev.gitopsbinding.git.store.FileSite;
import dev.gitopsbinding.git.store.TreePath;
import dev.gitopsbinding.model.ChangeSet;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.EditResult;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;

/** What can be asked of the tip of a branch without writing. */
public final class TipReads {
  private final LaneSettings settings;
  private final RemoteBranch branch;

  /**
   * @param branch the one that is asked, for messages
   */
  public TipReads(LaneSettings settings, RemoteBranch branch) {
    this.settings = settings;
    this.branch = branch;
  }

  public QueuedRead.Question<FileAtTip> file(RepositoryPath path) {
    return (repository, tip) ->
        read(
            repository,
            tip.id(),
            path,
            (blob, content) -> new FileAtTip(tip.sha(), tip.readAt(), blob, content));
  }

  public QueuedRead.Question<Preview> preview(ChangeSet changeSet) {
    return (repository, tip) -> {
      Map<RepositoryPath, Content> written = new HashMap<>();
      List<Preview.FileEdit> files = new ArrayList<>();
      for (ChangeSet.FileEdit edit : changeSet.edits()) {
        Optional<Content> earlier = Optional.ofNullable(written.get(edit.path()));
        Result<Content> before =
            earlier.isPresent()
                ? Result.ok(earlier.get())
                : content(repository, tip.id(), edit.path());
        switch (before.then(content -> apply(changeSet, edit, content))) {
          case Result.Failed<Preview.FileEdit>(Failure failure) -> {
            return Result.failed(failure);
          }
          case Result.Ok<Preview.FileEdit>(Preview.FileEdit file) -> {
            files.add(file);
            if (file.result() instanceof EditResult.Edited(Content after, _)) {
              written.put(edit.path(), after);
            }
          }
        }
      }
      return Result.ok(new Preview(tip.sha(), files));
    };
  }

  private static Result<Preview.FileEdit> apply(
      ChangeSet changeSet, ChangeSet.FileEdit edit, Content before) {
    try {
      return Result.ok(new Preview.FileEdit(edit.path(), before, edit.edit().apply(before)));
    } catch (RuntimeException | StackOverflowError e) {
      return Result.failed(EditFailure.failure(changeSet.binding().toString(), e));
    }
  }

  private Result<Content> content(FileRepository repository, ObjectId commit, RepositoryPath path)
      throws IOException {
    return read(repository, commit, path, (_, content) -> content);
  }

  private <T> Result<T> read(
      FileRepository repository,
      ObjectId commit,
      RepositoryPath path,
      BiFunction<String, Content, T> use)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        ObjectReader reader = repository.newObjectReader()) {
      ObjectId tree = walk.parseCommit(commit).getTree().getId();
      return switch (TreePath.find(reader, tree, path, new FileSite(branch, commit))) {
        case Result.Ok<TreePath>(TreePath file) ->
            file.read(reader, settings.fileSizeLimit())
                .then(content -> Result.ok(use.apply(file.blob().name(), content)));
        case Result.Failed<TreePath>(Failure failure) -> Result.failed(failure);
      };
    }
  }
}
