package dev.gitopsbinding.git;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.net.FailureException;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Counts what one operation receives, stops it at a limit, and keeps the beginning. */
final class ReceivedBytes {
  private static final int KEPT_BYTES = 4096;

  /** gitprotocol-capabilities(5) and gitprotocol-v2(5), "object-format". */
  private static final Pattern SHA256 =
      Pattern.compile("(?:[0-9a-f]{4}| |\\x00)object-format=sha256[ \\n]");

  private final String host;
  private final long limit;
  private final AtomicLong count = new AtomicLong();
  private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();

  ReceivedBytes(String host, long limit) {
    this.host = host;
    this.limit = limit;
  }

  /** Whether the host said that the repository has the object format SHA-256. */
  boolean announceSha256() {
    synchronized (beginning) {
      return SHA256.matcher(beginning.toString(StandardCharsets.ISO_8859_1)).find();
    }
  }

  boolean none() {
    return count.get() == 0;
  }

  InputStream counting(InputStream stream) {
    return new FilterInputStream(stream) {
      @Override
      public int read() throws IOException {
        int next = super.read();
        if (next >= 0) {
          received(new byte[] {(byte) next}, 0, 1);
        }
        return next;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) {
          received(bytes, offset, read);
        }
        return read;
      }
    };
  }

  private void received(byte[] bytes, int offset, int length) throws FailureException {
    long before = count.getAndAdd(length);
    if (before + length > limit) {
      throw new FailureException(
          new Failure.Remote(
              Reason.RECEIVED_TOO_MUCH,
              "Host %s sent more than %d bytes in one operation; the operator's limit was reached"
                  .formatted(host, limit)));
    }
    if (before < KEPT_BYTES) {
      synchronized (beginning) {
        beginning.write(bytes, offset, (int) Math.min(length, KEPT_BYTES - before));
      }
    }
  }
}
