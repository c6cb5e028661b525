package dev.gitopsbinding.git.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.testing.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A pack takes room on disk before it is written, and is refused where it finds none. */
class PackMeterTest {
  private static final long MIB = 1 << 20;
  private static final int BLOCK = 4096;

  private final DiskBudget budget = new DiskBudget(100 * MIB);

  @Fault(value = "pack that announces 2³¹ objects and more than fits on the disk", holds = "I6")
  @Test
  void aPackIsRefusedByItsHeaderBeforeItIsRead() {
    // Given
    ByteBuffer header = ByteBuffer.allocate(1024).putInt(0x5041434b).putInt(2).putInt(-1);
    InputStream pack = new PackMeter(new ByteArrayInputStream(header.array()), space("announced"));

    // When, then
    assertThatThrownBy(() -> pack.readNBytes(1024)).isInstanceOf(FailureException.class);
    assertThat(budget.total()).isZero();
  }

  @Test
  void aPackTakesItsRoomWhileItComes() throws IOException {
    // Given
    byte[] bytes = ByteBuffer.allocate((int) (60 * MIB)).putInt(0).putInt(2).putInt(9).array();
    InputStream pack = new PackMeter(new ByteArrayInputStream(bytes), space("coming"));

    // When
    pack.readNBytes((int) (40 * MIB));

    // Then
    assertThat(budget.total()).isBetween(40 * MIB, 45 * MIB);
    assertThatThrownBy(() -> pack.readNBytes((int) (20 * MIB)))
        .isInstanceOf(FailureException.class);
  }

  @Test
  void theLastBlocksOfAPackAndItsIndexAreTakenAsAWhole() throws IOException {
    // Given: an object more than what fills blocks, and a byte more
    int objects = (1 << 20) + 1;
    ByteBuffer start = ByteBuffer.allocate(BLOCK + 1).putInt(0).putInt(2).putInt(objects);
    InputStream pack = new PackMeter(new ByteArrayInputStream(start.array()), space("begun"));

    // When
    pack.readNBytes(BLOCK + 1);

    // Then
    assertThat(budget.total()).isBetween(2 * BLOCK + 40 * MIB + BLOCK, 41 * MIB);
  }

  private DiskBudget.Space space(String name) {
    CopyOwner owner = new CopyOwner("branch " + name, () -> false);
    owner.usedBy("a");
    return budget.open(owner);
  }
}
