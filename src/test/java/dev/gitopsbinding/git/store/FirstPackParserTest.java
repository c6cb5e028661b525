package dev.gitopsbinding.git.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.runtime.IsolatedSystemReader;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.program.Command;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receives packs of git's own, and compares what is there then with what git finds in it. */
class FirstPackParserTest {
  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final Path copies = fixture.folder.path().resolve("copies");

  @BeforeAll
  static void isolate() {
    IsolatedSystemReader.install();
  }

  @ParameterizedTest(name = "deltas name their bases by offset: {0}")
  @ValueSource(booleans = {true, false})
  void aPackOfDeltasLargeAndSmallIsKeptAsGitWouldKeepIt(boolean offsets) throws IOException {
    // Given
    GitRepository git = source();
    byte[] pack = pack(git, offsets);

    try (BareClone copy = copy()) {
      // When
      receive(copy, pack);

      // Then
      String folder = copy.repository().getDirectory().toString();
      assertThat(git.git("--git-dir", folder, "fsck", "--full", "--strict", "--no-dangling"))
          .isEmpty();
      assertThat(objects(git, folder)).isEqualTo(objects(git, git.directory().toString()));
      assertThat(git.git("--git-dir", folder, "count-objects", "-v"))
          .contains("count: 0", "packs: 1", "garbage: 0");
      assertThat(copy.repository().getObjectDatabase().has(ObjectId.fromString(git.tip("main"))))
          .isTrue();

      // When: the copy has a pack now
      GitRepository more = source();
      more.commit("main", "more", "text");
      receive(copy, pack(more, offsets));

      // Then
      assertThat(objects(git, folder)).contains(more.tip("main") + " commit");
    }
  }

  @Fault(value = "a first pack that is cut off, or that the network has changed", holds = "I6")
  @ParameterizedTest(name = "cut off: {0}")
  @ValueSource(booleans = {true, false})
  void aBrokenPackLeavesNothing(boolean isCut) throws IOException {
    // Given
    byte[] pack = pack(source(), true);
    byte[] broken = isCut ? Arrays.copyOf(pack, pack.length / 2) : pack;
    if (!isCut) {
      broken[broken.length / 3] ^= 1;
    }

    try (BareClone copy = copy()) {
      // When, then
      assertThatThrownBy(() -> receive(copy, broken)).isInstanceOf(IOException.class);
      assertThat(copy.repository().getObjectDatabase().getPacks()).isEmpty();
      assertThat(files(copy)).isEmpty();
    }
  }

  @Test
  void aPackThatCannotBeKeptLeavesNothing() throws IOException {
    byte[] pack = pack(source(), true);

    try (BareClone copy = copy()) {
      Files.delete(copy.repository().getObjectDatabase().getPackDirectory().toPath());

      assertThatThrownBy(() -> receive(copy, pack)).isInstanceOf(IOException.class);
      assertThat(files(copy)).isEmpty();
    }
  }

  @Test
  void anEmptyPackIsNotKept() throws IOException {
    GitRepository git = GitRepository.bare(fixture.folder.path().resolve("empty"));
    byte[] pack =
        Command.in(git.directory())
            .feed(new byte[0], "git", "pack-objects", "--stdout", "-q")
            .content()
            .bytes();

    try (BareClone copy = copy()) {
      receive(copy, pack);

      assertThat(files(copy)).isEmpty();
    }
  }

  private static void receive(BareClone copy, byte[] pack) throws IOException {
    try (ObjectInserter inserter = copy.repository().newObjectInserter()) {
      var _ =
          inserter
              .newPackParser(new ByteArrayInputStream(pack))
              .parse(NullProgressMonitor.INSTANCE);
      inserter.flush();
    }
  }

  private BareClone copy() throws IOException {
    CopyOwner owner = new CopyOwner("branch main", () -> false);
    owner.usedBy("shop");
    return BareClone.create(copies, new DiskBudget(1L << 30).open(owner));
  }

  /** A repository in which files and commits of several sizes are deltas of each other. */
  private GitRepository source() {
    GitRepository git =
        GitRepository.bare(fixture.folder.path().resolve("source" + System.nanoTime()));
    StringBuilder stream = new StringBuilder();
    Random random = new Random(7);
    StringBuilder large = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      String line = "line " + random.nextLong() + "\n";
      large.append(line.repeat(i % 50 == 0 ? 1 : 4));
      String message = "change %d\n%s".formatted(i, "the same text in all\n".repeat(i % 9));
      stream.append("commit refs/heads/main\ncommitter A <a@b> ").append(i).append(" +0000\n");
      stream.append("data ").append(message.length()).append('\n').append(message).append('\n');
      stream.append("M 644 inline large\ndata ").append(large.length()).append('\n');
      stream.append(large).append('\n');
    }
    git.feed(stream.toString().getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet");
    git.git("repack", "-adfq", "--depth=50");
    return git;
  }

  private static byte[] pack(GitRepository git, boolean offsets) {
    return Command.in(git.directory())
        .feed(
            new byte[0],
            "git",
            "pack-objects",
            "--stdout",
            "-q",
            "--revs",
            "--all",
            offsets ? "--delta-base-offset" : "--no-delta-base-offset")
        .content()
        .bytes();
  }

  private static List<String> objects(GitRepository git, String folder) {
    return git.git(
            "--git-dir",
            folder,
            "cat-file",
            "--batch-all-objects",
            "--batch-check=%(objectname) %(objecttype)")
        .lines()
        .toList();
  }

  private static List<Path> files(BareClone copy) throws IOException {
    try (Stream<Path> files =
        Files.walk(copy.repository().getObjectDatabase().getDirectory().toPath())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
