package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.await;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static dev.gitopsbinding.git.lane.HeadFixture.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One head that several remotes push to and read. */
class SharedHeadTest {
  @AutoClose private final HeadFixture branch = new HeadFixture();
  private final LaneFixture fixture = branch.fixture;
  private final GitRepository repository = branch.repository;
  private final Remote deploy = branch.deploy;

  @Test
  void bindingsWithDifferentBasesTakeTurnsAtOneHead() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    repository.git("branch", "stable", "main");
    String stable = repository.commit("stable", "h", "x\n");
    Remote other =
        new Remote(new RemoteBranch(deploy.branch().url(), "stable"), deploy.credential(), "shop");
    List<PendingPush> pushes = new ArrayList<>();

    // When
    fixture.whileBlocked(
        LS_REFS,
        () -> {
          pushes.add(fixture.lanes.submit(deploy, HEAD, change("f", "a", "1", "2")));
          pushes.add(fixture.lanes.submit(other, HEAD, change("g", "b", "1", "2")));
        });

    // Then
    pushes.forEach(push -> pushed(await(push)));
    assertThat(repository.text(HEAD, "f") + repository.text(HEAD, "g")).isEqualTo("a: 2\nb: 2\n");
    assertThat(repository.log(HEAD, "%H")).contains(stable);
  }

  @Test
  void twoCredentialsShareAHead() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    Remote other = remote("ssh://git@example.com/deploy", "another key");

    // When
    PendingPush one = fixture.lanes.submit(deploy, HEAD, change("f", "a", "1", "2"));
    PendingPush two = fixture.lanes.submit(other, HEAD, change("g", "b", "1", "2"));

    // Then
    pushed(await(one));
    pushed(await(two));
    assertThat(repository.log("main.." + HEAD, "%H")).hasSize(2);
  }

  @Test
  void aFileOfTheHeadIsReadFromTheSameCopy() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    pushed(branch.push(change("f", "a", "1", "2")));
    int fetches = fixture.connector.count(FETCH);
    Remote head =
        new Remote(new RemoteBranch(deploy.branch().url(), HEAD), deploy.credential(), "shop");

    // When
    String text =
        ok(fixture.lanes.read(head, new RepositoryPath("f"), Instant.EPOCH, PATIENCE))
            .content()
            .toString();

    // Then
    assertThat(text).isNotEmpty();
    assertThat(fixture.connector.count(FETCH)).isEqualTo(fetches);
    assertThat(fixture.clones()).hasSize(1);
  }
}
