package dev.gitopsbinding.git.source.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import dev.gitopsbinding.git.source.paths.TreeComparison.TooLargeException;
import dev.gitopsbinding.git.source.paths.TreeComparison.TooLongException;
import dev.gitopsbinding.model.paths.PathFilter;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.testing.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How much one comparison takes; {@link TouchingCommitSearchTest} says what it finds. */
class TreeComparisonTest {
  private static final PathFilter MANY = new PathFilter(patterns("**/*.go"), patterns("**/*.rs"));

  @AutoClose
  private final InMemoryRepository repository =
      new InMemoryRepository(new DfsRepositoryDescription("trees"));

  private static List<String> patterns(String like) {
    return IntStream.range(0, PathFilter.MAX_PATTERNS).mapToObj(i -> like + i).toList();
  }

  @Fault(value = "a folder of 40 000 folders, and 64 patterns that go into each", holds = "I6")
  @Test
  void foldersThatWaitForTheirTurnAreSmall() throws Exception {
    // Given
    ObjectId empty = tree();
    ObjectId wide = wide(empty, 40_000);
    long before = heap();
    List<Long> held = new ArrayList<>();
    ObjectReader reader =
        new Watched(
            repository.newObjectReader(),
            id -> {
              if (id.equals(empty) && held.isEmpty()) {
                held.add(heap() - before);
              }
            });

    // When
    var trees = new TreeComparison(reader, new TreeCache(), TimeLimit.in(Duration.ofMinutes(1)));
    assertThat(trees.differ(null, wide, MANY.top())).isFalse();

    // Then
    // Less than nothing, where what earlier tests of this JVM left behind was freed meanwhile.
    assertThat(held).singleElement(LONG).isLessThan(20L << 20);
  }

  @Test
  void foldersBeyondTheCapsAreTooLarge() throws Exception {
    // Given: for each cap a tree that stays below the others, also below that of time
    ObjectId deep = tree();
    for (int i = 0; i < 1_002; i++) {
      deep = wide(deep, 1);
    }
    ObjectId ofManyEntries = wide(wide(tree(), 1_000), 1_100);
    ObjectId ofLongNames = wide(tree(), 40_000, "%0250d");
    PathFilter one = new PathFilter(List.of("**/*.go"), List.of());

    // Then
    assertTooLarge(deep, one);
    assertTooLarge(ofManyEntries, one);
    assertTooLarge(ofLongNames, new PathFilter(patterns("x"), patterns("y")));
  }

  private void assertTooLarge(ObjectId tree, PathFilter filter) {
    assertThatExceptionOfType(TooLargeException.class)
        .isThrownBy(() -> comparison(Duration.ofMinutes(1)).differ(null, tree, filter.top()));
  }

  @Test
  void theClockIsLookedAtByTheWorkAndNotByTheEntries() throws Exception {
    ObjectId few = wide(tree(), 300);

    assertThatExceptionOfType(TooLongException.class)
        .isThrownBy(() -> comparison(Duration.ZERO).differ(null, few, MANY.top()));
    assertThat(
            comparison(Duration.ZERO)
                .differ(null, few, new PathFilter(List.of("x"), List.of()).top()))
        .isFalse();
  }

  private TreeComparison comparison(Duration time) {
    return new TreeComparison(repository.newObjectReader(), new TreeCache(), TimeLimit.in(time));
  }

  private ObjectId tree() throws IOException {
    return insert(new TreeFormatter());
  }

  /** A folder that holds another one under many names. */
  private ObjectId wide(ObjectId below, int count) throws IOException {
    return wide(below, count, "%06d");
  }

  private ObjectId wide(ObjectId below, int count, String name) throws IOException {
    TreeFormatter tree = new TreeFormatter();
    for (int i = 0; i < count; i++) {
      tree.append(name.formatted(i), FileMode.TREE, below);
    }
    return insert(tree);
  }

  private ObjectId insert(TreeFormatter tree) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(tree);
      inserter.flush();
      return id;
    }
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Tells which objects are opened. */
  private static final class Watched extends ObjectReader.Filter {
    private final ObjectReader reader;
    private final Consumer<AnyObjectId> opened;

    Watched(ObjectReader reader, Consumer<AnyObjectId> opened) {
      this.reader = reader;
      this.opened = opened;
    }

    @Override
    protected ObjectReader delegate() {
      return reader;
    }

    @Override
    public ObjectLoader open(AnyObjectId id, int type) throws IOException {
      opened.accept(id);
      return super.open(id, type);
    }
  }
}
