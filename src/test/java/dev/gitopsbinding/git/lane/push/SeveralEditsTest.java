package dev.gitopsbinding.git.lane.push;

import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.edit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.ChangeSet.FileEdit;
import dev.gitopsbinding.model.change.EditResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A change set with several edits makes one commit of all of them, or none. */
class SeveralEditsTest {
  @AutoClose
  private final ChainFixture fixture =
      new ChainFixture(Map.of("f", "a: 1\nb: 1\n", "d/g", "a: 1\n"));

  SeveralEditsTest() throws IOException {}

  @Test
  void twoEditsOfOneFileAndOneOfAnotherAreOneCommit() throws IOException {
    // When
    Applied applied =
        apply(write("f", "a", "1", "2"), write("d/g", "a", "1", "2"), write("f", "b", "1", "2"));

    // Then
    assertThat(applied)
        .isInstanceOfSatisfying(
            Applied.Committed.class,
            made -> {
              String commit = made.commit().name();
              assertThat(made.replaced()).containsExactly("1", "1", "1");
              assertThat(fixture.repository.text(commit, "f")).isEqualTo("a: 2\nb: 2\n");
              assertThat(fixture.repository.text(commit, "d/g")).isEqualTo("a: 2\n");
              assertThat(fixture.repository.git("rev-parse", commit + "^").strip())
                  .isEqualTo(fixture.base.name());
            });
  }

  @Test
  void whatHoldsTheTagAlreadyIsLeftAndTheRestIsWritten() throws IOException {
    Applied applied = apply(write("f", "a", "0", "1"), write("f", "b", "1", "2"));

    assertThat(applied)
        .isInstanceOfSatisfying(
            Applied.Committed.class,
            made -> {
              assertThat(made.replaced()).containsExactly("1");
              assertThat(fixture.repository.text(made.commit().name(), "f"))
                  .isEqualTo("a: 1\nb: 2\n");
            });
    assertThat(apply(write("f", "a", "0", "1"), write("d/g", "a", "0", "1")))
        .isInstanceOf(Applied.Unchanged.class);
  }

  @Test
  void oneThatHoldsSomethingElseLetsNoneBeWritten() throws IOException {
    assertThat(apply(write("f", "a", "1", "2"), write("d/g", "a", "0", "2")))
        .isEqualTo(new Applied.Superseded());
  }

  @Test
  void oneThatIsRefusedOrMissingLetsNoneBeWritten() throws IOException {
    Failure.File failure = new Failure.File(Reason.FILE_NOT_YAML, "d/g is no YAML.");
    FileEdit refused =
        new FileEdit(new RepositoryPath("d/g"), _ -> new EditResult.Refused(failure));

    assertThat(apply(write("f", "a", "1", "2"), refused)).isEqualTo(new Applied.Failed(failure));
    assertThat(apply(write("f", "a", "1", "2"), write("d/h", "a", "1", "2")))
        .isInstanceOfSatisfying(
            Applied.Failed.class,
            missing -> assertThat(missing.failure().reason()).isEqualTo(Reason.FILE_NOT_FOUND));
  }

  /** The change set, and that the chain stays where it was unless a commit was made. */
  private Applied apply(FileEdit... edits) throws IOException {
    ChangeSet changes =
        new ChangeSet(
            new BindingId("shop", "web"),
            List.of(edits),
            AUTHOR,
            "chore: update",
            () -> true,
            null);
    try (CommitChain chain = fixture.chain()) {
      Applied applied = chain.apply(changes);
      if (applied instanceof Applied.Committed made) {
        assertThat(chain.top()).isEqualTo(made.commit());
        chain.flush();
      } else {
        assertThat(chain.top()).isEqualTo(fixture.base);
        // A later change set of the chain sees nothing of the edits that were given up.
        assertThat(chain.apply(LaneFixture.change("f", "a", "1", "3")))
            .isInstanceOf(Applied.Committed.class);
      }
      return applied;
    }
  }

  private static FileEdit write(String path, String key, String from, String to) {
    return new FileEdit(new RepositoryPath(path), edit(key, from, to));
  }
}
