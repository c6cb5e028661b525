package dev.gitopsbinding.git.source.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gitopsbinding.git.runtime.IsolatedSystemReader;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.TemporaryFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads commits that git itself would not write. */
class CommitReaderTest {
  private static final String ID = "0123456789abcdef0123456789abcdef01234567";

  @AutoClose private final TemporaryFolder folder = TemporaryFolder.create("reader");
  private FileRepository repository;

  @BeforeEach
  void create() throws IOException {
    IsolatedSystemReader.install();
    repository = new FileRepository(folder.path().toFile());
    repository.create(true);
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Fault(value = "malformed commits in the source's history", holds = "I6")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tree",
        "tree " + ID,
        "tree " + ID + " \n",
        "tree 012345678X" + "0123456789abcdef0123456789abcd\n",
        "parent " + ID + "\n",
        "tree " + ID + "\nparent ",
        "tree " + ID + "\nparent 0123",
        "tree " + ID + "\nparent " + ID,
        "tree " + ID + "\nparent not-hexadecimal-0123456789abcdef01234567\n",
        "tree " + ID + "\nparent " + ID + "\nparent 01\nauthor A"
      })
  void aMalformedCommitIsAFailureThatNamesIt(String text) throws IOException {
    ObjectId malformed = insert(Constants.OBJ_COMMIT, text);
    ObjectId tip = insert(Constants.OBJ_COMMIT, commit(malformed));

    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> CommitReader.extended(CommitGraph.EMPTY, null, repository, List.of(tip)))
        .satisfies(
            e -> {
              assertThat(e.failure().reason()).isEqualTo(Reason.REMOTE_ERROR);
              assertThat(e.failure().message()).contains("malformed commit, " + malformed.name());
            });
  }

  @Fault(value = "commits that name parents without an end, which need not exist", holds = "I6")
  @Test
  void manyNamedParentsAreNotHeldInMemory() throws IOException {
    ObjectId wide = insert(Constants.OBJ_COMMIT, commit(0, 1_001));
    assertTooMuch(List.of(wide), "1000 parents");

    List<ObjectId> tips = new ArrayList<>();
    for (int i = 0; i <= CommitReader.MAX_COMMITS / 1_000; i++) {
      tips.add(insert(Constants.OBJ_COMMIT, commit(i * 1_000, 1_000)));
    }
    assertTooMuch(tips, "300000 others");
    assertThat(
            CommitReader.extended(CommitGraph.EMPTY, null, repository, tips.subList(0, 2)).size())
        .isEqualTo(2_002);
  }

  private void assertTooMuch(List<ObjectId> tips, String what) {
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> CommitReader.extended(CommitGraph.EMPTY, null, repository, tips))
        .satisfies(
            e -> {
              assertThat(e.failure().reason()).isEqualTo(Reason.RECEIVED_TOO_MUCH);
              assertThat(e.failure().message()).contains(what);
            });
  }

  private static String commit(int first, int parents) {
    return IntStream.range(first, first + parents)
        .mapToObj("parent %040x\n"::formatted)
        .collect(
            Collectors.joining("", "tree " + ID + "\n", "author A <a@b> 1 +0000\n\nc" + first));
  }

  @Test
  void whatIsNoCommitIsBeyondReach() throws IOException {
    ObjectId blob = insert(Constants.OBJ_BLOB, "text");
    ObjectId tip = insert(Constants.OBJ_COMMIT, commit(blob));

    CommitGraph graph =
        CommitReader.extended(CommitGraph.EMPTY, null, repository, List.of(tip, blob));

    assertThat(graph.holds(new CommitSha(tip.name()))).isTrue();
    assertThat(graph.holds(new CommitSha(blob.name()))).isFalse();
    assertThat(graph.isCut(new CommitSha(tip.name()))).isTrue();
  }

  private static String commit(ObjectId parent) {
    return "tree %s\nparent %s\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nc"
        .formatted(ID, parent.name());
  }

  private ObjectId insert(int type, String text) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(type, text.getBytes(StandardCharsets.US_ASCII));
      inserter.flush();
      return id;
    }
  }
}
