package dev.gitopsbinding.git.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpBodyTest {
  private static final int KIB = 1 << 10;

  private final AtomicInteger hangUps = new AtomicInteger();

  @Fault(
      value = "a body of 500 MiB that nobody wants any more",
      holds = {"I6"})
  @Test
  void closingEndsTheConnectionWhereMuchIsLeft() throws IOException {
    // Given
    Zeros zeros = new Zeros(500 * KIB * KIB);
    InputStream body = HttpBody.of(zeros, hangUps::incrementAndGet);

    // When
    body.close();

    // Then
    assertThat(500L * KIB * KIB - zeros.left).isLessThanOrEqualTo(128 * KIB);
    assertThat(hangUps).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64 * KIB, 100 * KIB})
  void closingReadsASmallRestSoThatTheConnectionCanBeUsedAgain(int size) throws IOException {
    // Given
    Zeros zeros = new Zeros(size);
    InputStream body = HttpBody.of(zeros, hangUps::incrementAndGet);

    // When
    body.close();

    // Then
    assertThat(zeros.left).isZero();
    assertThat(zeros.closed).isTrue();
    assertThat(hangUps).hasValue(0);
  }

  @Test
  void allOfItCanBeRead() throws IOException {
    try (InputStream body = HttpBody.of(new Zeros(300 * KIB), hangUps::incrementAndGet)) {
      assertThat(body.readAllBytes()).hasSize(300 * KIB);
    }
    assertThat(hangUps).hasValue(0);
  }

  private static final class Zeros extends InputStream {
    private long left;
    private boolean closed;

    Zeros(long size) {
      left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      left -= count;
      return count;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
