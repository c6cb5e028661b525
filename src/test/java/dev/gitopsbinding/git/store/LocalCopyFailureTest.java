package dev.gitopsbinding.git.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gitopsbinding.model.Reason;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LocalCopyFailureTest {
  /** Refuses every write for lack of space, see full(4). */
  private static final String FULL = "/dev/full";

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsOneHoweverItIsWritten() {
    assertIsFullDisk(
        () -> {
          try (var file = new RandomAccessFile(FULL, "rw")) {
            file.write(1);
          }
        });
    assertIsFullDisk(
        () -> {
          try (var file = new FileOutputStream(FULL)) {
            file.write(new byte[100]);
          }
        });
  }

  @Test
  void aFileThatIsAFolderIsOne() {
    Throwable fault = catchThrowable(() -> Files.createDirectory(Path.of("src")));

    assertThat(LocalCopyFailure.isOne(fault)).isTrue();
  }

  @Test
  void aConnectionThatBreaksIsNone() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
      // Given
      Socket accepted = server.accept();
      accepted.setSoLinger(true, 0);
      accepted.close();

      // When
      Throwable fault = catchThrowable(() -> client.getInputStream().read());

      // Then
      assertThat(fault).isInstanceOf(IOException.class);
      assertThat(LocalCopyFailure.isOne(fault)).isFalse();
    }
  }

  private static void assertIsFullDisk(ThrowingCallable write) {
    Throwable fault = catchThrowable(write);

    assertThat(LocalCopyFailure.isOne(fault)).isTrue();
    var failure = LocalCopyFailure.failure("web", fault);
    assertThat(failure.reason()).isEqualTo(Reason.INTERNAL_ERROR);
    assertThat(failure.message()).contains("No space left on device", "free space", "web");
  }
}
