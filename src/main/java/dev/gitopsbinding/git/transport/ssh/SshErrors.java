package dev.gitopsbinding.git.transport.ssh;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the first bytes of the standard error of a remote program. */
final class SshErrors {
  private static final int KEPT_BYTES = 4096;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  String text() {
    synchronized (kept) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }

  InputStream keeping(InputStream stream) {
    return new FilterInputStream(stream) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        synchronized (kept) {
          if (read > 0) {
            kept.write(bytes, offset, Math.min(read, KEPT_BYTES - kept.size()));
          }
        }
        return read;
      }
    };
  }
}
