package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.await;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.read.HeadState;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A branch beside the base, to which lanes push. Its repository has to be sound in the end, as
 * git's command line says.
 */
public final class HeadFixture implements AutoCloseable {
  public static final String HEAD = "gitops/web";

  public final LaneFixture fixture = new LaneFixture();
  public final GitRepository repository = fixture.repository("deploy");
  public final Remote deploy = remote("deploy");

  public Remote head() {
    return new Remote(
        new RemoteBranch(deploy.branch().url(), HEAD), deploy.credential(), deploy.tenant());
  }

  public HeadState state() {
    return ok(fixture.lanes.head(deploy, HEAD, Instant.MAX, PATIENCE));
  }

  public PushResult push(ChangeSet change) {
    return await(fixture.lanes.submit(deploy, HEAD, change));
  }

  public List<PushResult> together(List<ChangeSet> changes) {
    List<PendingPush> pushes = new ArrayList<>();
    fixture.whileBlocked(
        LS_REFS,
        () -> changes.forEach(change -> pushes.add(fixture.lanes.submit(deploy, HEAD, change))));
    return pushes.stream().map(LaneFixture::await).toList();
  }

  @Override
  public void close() {
    try (fixture) {
      assertThat(repository.git("fsck", "--strict", "--no-dangling")).isEmpty();
    }
  }
}
