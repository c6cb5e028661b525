package dev.gitopsbinding.git.transport;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.FailureException;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Counts the bytes that one operation receives, stops it at a limit, and keeps the first bytes.
 * Data outside packs, mostly lists of branches, is held in memory: it has a lower limit, and,
 * unless it is short, takes a share of the memory budget.
 */
public final class ReceivedBytes {
  private static final int KEPT_BYTES = 4096;

  /** In bytes; a list of this size or less takes no share of the memory budget. */
  private static final int SHORT_LIST = 128 << 10;

  /** A branch of 60 bytes takes 300 on the heap: an object, its name, an entry of a map. */
  private static final int HEAP_PER_LISTED_BYTE = 5;

  /** gitprotocol-capabilities(5) and gitprotocol-v2(5), "object-format". */
  private static final Pattern SHA256 =
      Pattern.compile("(?:[0-9a-f]{4}| |\\x00)object-format=sha256[ \\n]");

  private final String host;
  private final long limit;
  private final long listLimit;
  private final Transfer transfer;
  private final AtomicLong listed = new AtomicLong();
  private volatile boolean packed;
  private final AtomicLong count = new AtomicLong();
  private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();

  /**
   * @param host named in failures
   * @param limit for all received data, in bytes
   * @param listLimit for data outside packs, in bytes
   * @param transfer takes the share of the memory budget
   */
  public ReceivedBytes(String host, long limit, long listLimit, Transfer transfer) {
    this.host = host;
    this.limit = limit;
    this.listLimit = listLimit;
    this.transfer = transfer;
  }

  /** The following data is a pack, which is not held in memory. */
  void beginPack() {
    packed = true;
  }

  /** The following data is not part of a pack. */
  void endPack() {
    packed = false;
  }

  /**
   * Counts; for the thread of the operation, which may have to wait for a turn at the processors.
   */
  public InputStream own(InputStream stream) {
    return transfer.receiving(counting(stream));
  }

  /** Whether the host announced the object format SHA-256. */
  public boolean announceSha256() {
    synchronized (beginning) {
      return SHA256.matcher(beginning.toString(StandardCharsets.ISO_8859_1)).find();
    }
  }

  /** Whether nothing was received. */
  public boolean none() {
    return count.get() == 0;
  }

  /** Counts; for any thread. */
  public InputStream counting(InputStream stream) {
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

  private void received(byte[] bytes, int offset, int length) throws IOException {
    long before = count.getAndAdd(length);
    if (before + length > limit) {
      throw new FailureException(
          new Failure.Remote(
              Reason.RECEIVED_TOO_MUCH,
              "Host %s sent more than %d bytes in one operation, the operator's limit. Use a smaller repository, or ask the operator's owner to raise GITOPSBINDING_MAX_RECEIVED_BYTES"
                  .formatted(host, limit)));
    }
    if (!packed) {
      list(listed.addAndGet(length));
    }
    if (before < KEPT_BYTES) {
      synchronized (beginning) {
        beginning.write(bytes, offset, (int) Math.min(length, KEPT_BYTES - before));
      }
    }
  }

  private void list(long bytes) throws IOException {
    if (bytes > listLimit) {
      throw new FailureException(
          new Failure.Remote(
              Reason.RECEIVED_TOO_MUCH,
              "Host %s sent more than %d bytes of branch names, or of other data that is not file content. Delete unused branches and tags, or use a server with git's protocol version 2, which sends only the requested branch"
                  .formatted(host, listLimit)));
    }
    if (bytes > SHORT_LIST) {
      transfer.hold(HEAP_PER_LISTED_BYTE * listLimit);
    }
  }
}
