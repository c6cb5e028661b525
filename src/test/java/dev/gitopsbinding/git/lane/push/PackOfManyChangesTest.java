package dev.gitopsbinding.git.lane.push;

import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.store.read.FileSite;
import dev.gitopsbinding.testing.git.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a chain of commits takes on disk, by how many changes it was told to expect. */
class PackOfManyChangesTest {
  private static final int FILE_BYTES = 50_000;
  private static final int MANY = 100;

  private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void onlyTheCommitsOfALargeBatchAreNotCompressed() throws IOException {
    ObjectId base =
        ObjectId.fromString(
            repository.commit(
                "main", Map.of("f", "a: 1\n" + "#".repeat(FILE_BYTES) + "\n"), "base"));

    assertThat(written(base, "2", MANY - 1)).isLessThan(FILE_BYTES / 10);
    assertThat(written(base, "3", MANY)).isGreaterThan(FILE_BYTES);
  }

  @Test
  void largeFilesAreCompressedOnceTheyTakeTooMuchTogether() throws IOException {
    // Given
    int bytes = 1_000_000;
    ObjectId base =
        ObjectId.fromString(
            repository.commit("main", Map.of("f", "a: 1\n" + "#".repeat(bytes) + "\n"), "base"));
    Set<Path> before = packs();

    // When
    try (FileRepository local = new FileRepository(repository.directory().toFile());
        CommitChain chain =
            new CommitChain(local, new FileSite(deploy.branch(), base), fixture.settings, MANY)) {
      for (int i = 1; i < 40; i++) {
        assertThat(chain.apply(change("f", "a", "" + i, "" + (i + 1))))
            .isInstanceOf(Applied.Committed.class);
      }
      chain.flush();
    }

    // Then
    Set<Path> after = packs();
    after.removeAll(before);
    assertThat(after).hasSize(2);
    assertThat(after.stream().mapToLong(pack -> pack.toFile().length()).sum())
        .isLessThan(CommitChain.MAX_UNCOMPRESSED + 2L * bytes);
  }

  /** The size of the pack that a commit is written to. */
  private long written(ObjectId base, String value, int changes) throws IOException {
    Set<Path> before = packs();
    try (FileRepository local = new FileRepository(repository.directory().toFile());
        CommitChain chain =
            new CommitChain(
                local, new FileSite(deploy.branch(), base), fixture.settings, changes)) {
      assertThat(chain.apply(change("f", "a", "1", value))).isInstanceOf(Applied.Committed.class);
      chain.flush();
    }
    Set<Path> after = packs();
    after.removeAll(before);
    return Files.size(after.iterator().next());
  }

  private Set<Path> packs() throws IOException {
    try (Stream<Path> files = Files.list(repository.directory().resolve("objects/pack"))) {
      return new TreeSet<>(files.filter(file -> file.toString().endsWith(".pack")).toList());
    }
  }
}
