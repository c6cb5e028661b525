package dev.gitopsbinding.git.transport.http;

import dev.gitopsbinding.net.FailureException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * The body of an answer. Its beginning is read at once: JGit sends the second request before it has
 * closed the first answer, and only an answer that was read to its end leaves its connection for
 * the next one.
 */
final class HttpBody extends FilterInputStream {
  private static final int READ_AT_ONCE = 64 << 10;

  /**
   * To read so much, in bytes, is cheaper than to open another connection; it begins with what is
   * held already.
   */
  private static final int READ_AT_CLOSE = 2 * READ_AT_ONCE;

  private final Runnable hangUp;

  private HttpBody(InputStream stream, Runnable hangUp) {
    super(stream);
    this.hangUp = hangUp;
  }

  /**
   * @param stream counted and limited
   * @param hangUp ends the connection at once
   */
  static InputStream of(InputStream stream, Runnable hangUp) throws IOException {
    try {
      byte[] beginning = stream.readNBytes(READ_AT_ONCE);
      if (beginning.length < READ_AT_ONCE) {
        stream.close();
        return new ByteArrayInputStream(beginning);
      }
      return new HttpBody(
          new SequenceInputStream(new ByteArrayInputStream(beginning), stream), hangUp);
    } catch (FailureException e) {
      hangUp.run();
      throw e;
    }
  }

  /**
   * Closing reads to the end where that is near; else it ends the connection, since the library
   * would read on, however much there is.
   */
  @Override
  public void close() throws IOException {
    try {
      if (in.readNBytes(READ_AT_CLOSE).length == READ_AT_CLOSE) {
        hangUp.run();
        return;
      }
    } catch (FailureException e) {
      hangUp.run();
      throw e;
    }
    super.close();
  }
}
