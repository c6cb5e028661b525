package dev.gitopsbinding.git.lane.push;

import static dev.gitopsbinding.git.LaneFixture.remote;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.store.read.FileSite;
import dev.gitopsbinding.testing.git.GitRepository;
import java.io.IOException;
import java.util.Map;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;

/** A repository with one commit, on top of which chains of commits are made. */
final class ChainFixture implements AutoCloseable {
  final LaneFixture lanes = new LaneFixture();
  final GitRepository repository = lanes.repository("deploy");
  final Remote deploy = remote("deploy");
  final ObjectId base;
  private final FileRepository local;

  /**
   * @param files of the commit: their paths and contents
   */
  ChainFixture(Map<String, String> files) throws IOException {
    base = ObjectId.fromString(repository.commit("main", files, "base"));
    local = new FileRepository(repository.directory().toFile());
  }

  CommitChain chain() throws IOException {
    return new CommitChain(local, new FileSite(deploy.branch(), base), lanes.settings, 1);
  }

  @Override
  public void close() {
    local.close();
    lanes.close();
  }
}
