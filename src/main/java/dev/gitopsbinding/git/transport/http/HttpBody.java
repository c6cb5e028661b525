package dev.gitopsbinding.git.transport.http;

import dev.gitopsbinding.net.FailureException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * The body of an answer. Its first bytes are read at once: JGit sends the second request before it
 * closes the first answer, and only an answer that was read to its end frees its connection for the
 * next request.
 */
final class HttpBody extends FilterInputStream {
  private static final int READ_AT_ONCE = 64 << 10;

  /**
   * In bytes, including those that were read at once. Reading this much on close is cheaper than
   * opening another connection.
   */
  private static final int READ_AT_CLOSE = 2 * READ_AT_ONCE;

  private final Runnable hangUp;

  private HttpBody(InputStream stream, Runnable hangUp) {
    super(stream);
    this.hangUp = hangUp;
  }

  /**
   * Reads the first bytes of a body.
   *
   * @param stream counted and limited
   * @param hangUp closes the connection at once
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
   * Reads a short rest of the body, so that the connection can be used again. With a longer rest,
   * the connection is closed: the library would read the whole rest, whatever its size.
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
