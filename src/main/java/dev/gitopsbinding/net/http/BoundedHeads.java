package dev.gitopsbinding.net.http;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.FailureException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Parses responses whose status line and headers have at most {@value #MAX_BYTES} bytes together.
 * The library only limits the length of a line and the number of lines, which allows 50 times as
 * much.
 *
 * @param host for messages
 * @param lines the library's limits
 */
record BoundedHeads(String host, Http1Config lines)
    implements HttpMessageParserFactory<ClassicHttpResponse> {
  /** Includes what is read ahead of the body. Real hosts send 1 to 4 KiB. */
  static final int MAX_BYTES = 64 << 10;

  @Override
  @SuppressWarnings("deprecation") // the interface still declares it abstract
  public HttpMessageParser<ClassicHttpResponse> create(Http1Config config) {
    return create();
  }

  @Override
  public HttpMessageParser<ClassicHttpResponse> create() {
    return new DefaultHttpResponseParser(lines) {
      @Override
      public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
          throws IOException, HttpException {
        try {
          return super.parse(buffer, new Counted(in));
        } catch (MessageConstraintException e) {
          throw tooMuch();
        }
      }
    };
  }

  private FailureException tooMuch() {
    return new FailureException(
        new Failure.Remote(
            Reason.REMOTE_ERROR,
            "%s answered with too many HTTP headers: at most %d, of %d KiB together, are accepted. Check that the URL names the right host, and ask its owner."
                .formatted(host, lines.getMaxHeaderCount(), MAX_BYTES >> 10)));
  }

  private final class Counted extends FilterInputStream {
    private int count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int more) throws IOException {
      count += more;
      if (count > MAX_BYTES) {
        throw tooMuch();
      }
    }
  }
}
