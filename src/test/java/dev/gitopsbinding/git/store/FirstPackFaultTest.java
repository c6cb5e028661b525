package dev.gitopsbinding.git.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.git.hostile.CraftedPack;
import dev.gitopsbinding.git.runtime.IsolatedSystemReader;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.program.Command;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** First packs that are well-formed in each part, and contradict themselves. */
class FirstPackFaultTest {
  private static final byte[] FILE = "a file\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "another file\n".getBytes(StandardCharsets.UTF_8);
  private static final String NAME = CraftedPack.name("blob", FILE);

  /** {@link #FILE} with the number 7 behind it. */
  private static final byte[] GROWN =
      ByteBuffer.allocate(FILE.length + 4).put(FILE).putInt(7).array();

  @AutoClose private final TemporaryFolder folder = TemporaryFolder.create("first-pack");
  @AutoClose private BareClone copy;

  @BeforeAll
  static void isolate() {
    IsolatedSystemReader.install();
  }

  @BeforeEach
  void createCopy() throws IOException {
    CopyOwner owner = new CopyOwner("branch main", () -> false);
    owner.usedBy("shop");
    copy = BareClone.create(folder.path(), new DiskBudget(1L << 30).open(owner));
  }

  @Fault(value = "a first pack with a delta whose base is not in it", holds = "I6")
  @ParameterizedTest(name = "bases may be outside: {0}")
  @ValueSource(booleans = {true, false})
  void aDeltaWithoutItsBaseIsRefused(boolean isThin) throws IOException {
    CraftedPack pack = new CraftedPack(2);
    pack.whole(CraftedPack.BLOB, OTHER);
    pack.grown(NAME, FILE.length, 7);

    assertRefused(pack, isThin);
  }

  @Fault(value = "a first pack with deltas of each other", holds = "I6")
  @Test
  void aDeltaOfAPlaceWhereNoObjectBeginsIsRefused() throws IOException {
    CraftedPack pack = new CraftedPack(2);
    int at = pack.position();
    pack.whole(CraftedPack.BLOB, FILE);
    pack.grown(at + 1, FILE.length, 7);

    assertRefused(pack, false);
  }

  /** Not from a pack: a loose object of the copy, of which the first pack knows nothing. */
  @Test
  void aDeltaOfAnObjectBesideThePackIsRefused() throws IOException {
    try (ObjectInserter inserter = copy.repository().newObjectInserter()) {
      assertThat(inserter.insert(Constants.OBJ_BLOB, FILE).name()).isEqualTo(NAME);
      inserter.flush();
    }
    CraftedPack pack = new CraftedPack(1);
    pack.grown(NAME, FILE.length, 7);

    assertThatThrownBy(() -> receive(pack, true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not in the first pack");
    assertThat(files()).as("the loose object").hasSize(1);
  }

  @Fault(value = "a first pack that announces another number of objects than it has", holds = "I6")
  @ParameterizedTest(name = "announces {0} of 2")
  @CsvSource({"1", "3", "4"})
  void anotherNumberOfObjectsThanAnnouncedIsRefused(int announced) throws IOException {
    CraftedPack pack = new CraftedPack(announced);
    pack.whole(CraftedPack.BLOB, FILE);
    pack.whole(CraftedPack.BLOB, OTHER);

    assertRefused(pack, false);
  }

  @Fault(value = "a first pack that announces no object and has one", holds = "I6")
  @Test
  void anObjectInAPackOfNoneIsRefused() throws IOException {
    CraftedPack pack = new CraftedPack(0);
    pack.whole(CraftedPack.BLOB, FILE);

    assertRefused(pack, false);
  }

  @Fault(value = "a first pack that has an object twice, once as a delta", holds = "I6")
  @Test
  void anObjectThatComesTwiceIsReadOnceAndAllOthersToo() throws IOException {
    // Given
    CraftedPack pack = new CraftedPack(6);
    pack.whole(CraftedPack.BLOB, GROWN);
    int at = pack.position();
    pack.whole(CraftedPack.BLOB, FILE);
    pack.whole(CraftedPack.BLOB, FILE);
    pack.grown(at, FILE.length, 7);
    pack.grown(NAME, FILE.length, 7);
    pack.whole(CraftedPack.BLOB, OTHER);

    // When
    receive(pack, false);

    // Then
    for (byte[] content : List.of(FILE, GROWN, OTHER)) {
      ObjectId id = ObjectId.fromString(CraftedPack.name("blob", content));
      assertThat(copy.repository().open(id).getBytes()).isEqualTo(content);
    }
    assertThat(
            Command.in(copy.repository().getDirectory().toPath())
                .run("git", "fsck", "--full", "--no-dangling"))
        .isEmpty();
  }

  private void assertRefused(CraftedPack pack, boolean isThin) throws IOException {
    assertThatThrownBy(() -> receive(pack, isThin)).isInstanceOf(IOException.class);
    assertThat(copy.repository().getObjectDatabase().getPacks()).isEmpty();
    assertThat(files()).isEmpty();
  }

  private void receive(CraftedPack pack, boolean isThin) throws IOException {
    try (ObjectInserter inserter = copy.repository().newObjectInserter()) {
      PackParser parser = inserter.newPackParser(new ByteArrayInputStream(pack.finish()));
      parser.setAllowThin(isThin);
      assertThat(parser).isInstanceOf(FirstPackParser.class);
      var _ = parser.parse(NullProgressMonitor.INSTANCE);
      inserter.flush();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files =
        Files.walk(copy.repository().getObjectDatabase().getDirectory().toPath())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
