package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.model.Result;
import java.io.IOException;
import org.eclipse.jgit.internal.storage.file.FileRepository;

/** Runs another read, in turn if the local copy is heavy. */
public record HeavyCopyRead<T>(Remote remote, TipRead<T> light) implements TipRead<T> {
  @Override
  public Result<T> read(FileRepository repository, BranchCopy.LocalTip tip) throws IOException {
    return HeavyCopy.ask(repository, remote, () -> light.read(repository, tip));
  }

  @Override
  public boolean needsHistory(FileRepository repository, BranchCopy.LocalTip tip)
      throws IOException {
    return HeavyCopy.look(repository, remote, () -> light.needsHistory(repository, tip));
  }
}
