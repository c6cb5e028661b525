package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.model.Result;
import java.io.IOException;
import org.eclipse.jgit.internal.storage.file.FileRepository;

/** Asks a question in turn where the local copy is heavy. */
public record HeavyCopyRead<T>(Remote remote, QueuedRead.Question<T> question)
    implements QueuedRead.Question<T> {
  @Override
  public Result<T> ask(FileRepository repository, BranchCopy.LocalTip tip) throws IOException {
    return HeavyCopy.ask(repository, remote, () -> question.ask(repository, tip));
  }

  @Override
  public boolean wantsHistory(FileRepository repository, BranchCopy.LocalTip tip)
      throws IOException {
    return HeavyCopy.look(repository, remote, () -> question.wantsHistory(repository, tip));
  }
}
