package dev.gitopsbinding.controller.sync.manifest;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.store.read.FileAtTip;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Instant;
import java.util.Optional;

/**
 * A manifest file, read by the lane of its branch.
 *
 * @param notBefore as in {@link Lanes#read}
 */
public record LaneFile(
    Lanes lanes, Remote remote, RepositoryPath path, Instant notBefore, TimeLimit deadline)
    implements YamlWorkers.ManifestFile {
  @Override
  public Result<FileAtTip> read() {
    return lanes.read(remote, path, notBefore, deadline.remaining());
  }

  @Override
  public Optional<Result<FileAtTip>> atHand() {
    return lanes.atHand(remote, path, notBefore);
  }
}
