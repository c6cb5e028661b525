package dev.gitopsbinding.git.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Merges of random trees; git's command line judges. */
class TreeMergeTest {
  private static final int CASES = 150;
  private static final int LIMIT = 1 << 20;

  @AutoClose private final TemporaryFolder folder = TemporaryFolder.create("merge");
  private final GitRepository repository = GitRepository.bare(folder.path().resolve("r"));

  /** One run of git merges all cases: three branches each, made by one git-fast-import. */
  @Test
  void randomTreesMergeAsGitMergesThem() throws IOException {
    // Given
    long seed = System.nanoTime();
    Random random = new Random(seed);
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      Map<String, String> base = randomFiles(random);
      commit(stream, "base" + i, null, base);
      commit(stream, "ours" + i, "base" + i, changed(random, base));
      commit(stream, "theirs" + i, "base" + i, changed(random, base));
    }
    Command.in(repository.directory())
        .feed(stream.toString().getBytes(StandardCharsets.UTF_8), "git", "fast-import", "--quiet");

    // When
    int clean = 0;
    for (int i = 0; i < CASES; i++) {
      Command.Output git =
          repository.attempt(
              "-c", "merge.renames=false", "merge-tree", "--write-tree", "ours" + i, "theirs" + i);
      Optional<ObjectId> ours = merge(i, TreeMerge.Conflicts.GIVE_UP);

      // Then
      if (git.exitCode() == 0) {
        clean++;
        assertThat(ours.map(ObjectId::name))
            .as("seed %d, case %d", seed, i)
            .contains(git.text().strip());
      } else {
        assertThat(ours).as("seed %d, case %d: git has a conflict", seed, i).isEmpty();
        assertThat(merge(i, TreeMerge.Conflicts.TAKE_THEIRS)).isPresent();
      }
    }
    assertThat(clean).as("cases of both kinds").isBetween(CASES / 10, CASES * 9 / 10);
    assertThat(repository.git("fsck", "--strict", "--no-dangling")).isEmpty();
  }

  @Test
  void theirLinesWinAndOurOtherLinesStay() throws IOException {
    // Given
    repository.commit("base0", "f", "a: 1\nb\nc\nd\ne\nz: 1\n");
    repository.git("branch", "ours0", "base0");
    repository.git("branch", "theirs0", "base0");
    repository.commit("ours0", "f", "a: 2\nb\nc\nd\ne\nz: 2\n");
    repository.commit("theirs0", "f", "a: 3\nb\nc\nd\ne\nz: 1\n");

    // When
    ObjectId tree = merge(0, TreeMerge.Conflicts.TAKE_THEIRS).orElseThrow();

    // Then
    assertThat(repository.git("cat-file", "blob", tree.name() + ":f"))
        .isEqualTo("a: 3\nb\nc\nd\ne\nz: 2");
    assertThat(merge(0, TreeMerge.Conflicts.GIVE_UP)).isEmpty();
  }

  @Test
  void whatTheyDeletedOrReplacedWins() throws IOException {
    // Given
    repository.commit("base0", Map.of("f", "1\n", "g", "1\n", "h", "1\n"), "base");
    repository.git("branch", "ours0", "base0");
    repository.commit("ours0", Map.of("f", "2\n", "g", "2\n", "h", "2\n"), "ours");
    Map<String, byte[]> theirs =
        Map.of("g", new byte[] {0, 1, 2}, "h/below", "x\n".getBytes(StandardCharsets.UTF_8));
    repository.git("branch", "theirs0", "base0");
    repository.commitOnly("theirs0", theirs, "theirs");

    // When
    ObjectId tree = merge(0, TreeMerge.Conflicts.TAKE_THEIRS).orElseThrow();

    // Then
    assertThat(tree.name()).isEqualTo(repository.git("rev-parse", "theirs0^{tree}"));
  }

  private Optional<ObjectId> merge(int i, TreeMerge.Conflicts conflicts) throws IOException {
    try (FileRepository local = new FileRepository(repository.directory().toFile());
        ObjectInserter inserter = local.newObjectInserter();
        ObjectReader reader = inserter.newReader()) {
      Optional<ObjectId> merged =
          new TreeMerge(reader, inserter, conflicts, LIMIT)
              .merge(tree(local, "base" + i), tree(local, "ours" + i), tree(local, "theirs" + i));
      inserter.flush();
      return merged;
    }
  }

  private static ObjectId tree(FileRepository local, String branch) throws IOException {
    return local.resolve("refs/heads/" + branch + "^{tree}");
  }

  private static Map<String, String> randomFiles(Random random) {
    Map<String, String> files = new TreeMap<>();
    for (String folder : List.of("", "apps/", "apps/web/", "apps.d/", "infra/")) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        StringBuilder text = new StringBuilder();
        for (int line = random.nextInt(14); line >= 0; line--) {
          text.append("line ").append(random.nextInt(1000)).append('\n');
        }
        files.put(folder + "f" + i, text.toString());
      }
    }
    return files;
  }

  private static Map<String, String> changed(Random random, Map<String, String> base) {
    Map<String, String> files = new TreeMap<>(base);
    List<String> paths = List.copyOf(base.keySet());
    for (int times = random.nextInt(3); times >= 0; times--) {
      String path = paths.get(random.nextInt(paths.size()));
      if (random.nextInt(12) == 0) {
        files.remove(path);
      } else if (random.nextInt(12) == 0) {
        files.put("new" + random.nextInt(3) + "/f", "new " + random.nextInt(2) + "\n");
      } else {
        files.computeIfPresent(path, (_, text) -> changed(random, text));
      }
    }
    return files;
  }

  private static String changed(Random random, String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.isEmpty()) {
      return "new " + random.nextInt(1000);
    }
    int at = random.nextInt(lines.size());
    switch (random.nextInt(3)) {
      case 0 -> lines.set(at, "changed " + random.nextInt(1000));
      case 1 -> lines.add(at, "added " + random.nextInt(1000));
      default -> lines.remove(at);
    }
    return String.join("\n", lines) + (random.nextInt(8) == 0 ? "" : "\n");
  }

  private static void commit(
      StringBuilder stream, String branch, String from, Map<String, String> files) {
    stream.append("commit refs/heads/").append(branch).append('\n');
    stream.append("committer Ada <ada@example.com> 1700000000 +0000\ndata 1\nc\n");
    if (from != null) {
      stream.append("from refs/heads/").append(from).append("\ndeleteall\n");
    }
    files.forEach(
        (path, text) ->
            stream
                .append("M 100644 inline ")
                .append(path)
                .append("\ndata ")
                .append(text.length())
                .append('\n')
                .append(text)
                .append('\n'));
    stream.append('\n');
  }
}
