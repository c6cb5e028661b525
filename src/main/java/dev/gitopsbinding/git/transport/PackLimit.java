package dev.gitopsbinding.git.transport;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.FailureException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.BlobObjectChecker;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.util.NB;

/**
 * Checks one pack while JGit unpacks it, and stops it before it takes too much memory or time. JGit
 * passes every object to this checker: files in parts, as they are unpacked, all others as a whole.
 */
public final class PackLimit extends ObjectChecker {
  /** "PACK", the version and the number of objects (gitformat-pack(5)). */
  private static final int HEADER_BYTES = 12;

  private static final int COUNT_OFFSET = 8;

  /** The smallest object: a header of one byte, and a name or an empty zlib stream. */
  private static final int SMALLEST_OBJECT = 10;

  private static final long HEAP_PER_ANNOUNCED = 8;
  private static final long HEAP_PER_OBJECT = 160;

  private static final long LIGHT_OBJECT = 4L << 20;
  private static final long LIGHT_PACK = 64L << 20;

  /** Only objects of this size or more are tracked; smaller ones are too many and matter little. */
  private static final int LARGE = 256 << 10;

  private final Transfer transfer;
  private final TransferLimits limits;
  private final CommitSink sink;
  private final List<WeakReference<byte[]>> large = new ArrayList<>();
  private long objects;
  private long received;
  private long expanded;
  private long commits;
  private long notCollected;
  private long largest;

  /**
   * @param sink takes the commits of the pack
   */
  PackLimit(Transfer transfer, TransferLimits limits, CommitSink sink) {
    this.transfer = transfer;
    this.limits = limits;
    this.sink = sink;
  }

  /**
   * Checks the header before JGit reads it: JGit reserves memory for all announced objects.
   *
   * @throws FailureException if the pack announces too many objects
   */
  public InputStream checked(InputStream pack) throws IOException {
    byte[] header = pack.readNBytes(HEADER_BYTES);
    objects = header.length < HEADER_BYTES ? 0 : NB.decodeUInt32(header, COUNT_OFFSET);
    if (objects > limits.objects()) {
      throw tooMuch("a pack of " + objects + " objects", limits.objects() + " objects");
    }
    return new Pack(header, pack);
  }

  /** Whether reading the objects of the pack may take much memory or time. */
  public boolean isHeavy() {
    return largest > LIGHT_OBJECT || expanded > LIGHT_PACK;
  }

  @Override
  public void check(AnyObjectId id, int type, byte[] object) throws CorruptObjectException {
    try {
      switch (type) {
        case Constants.OBJ_TREE -> limit("a folder", object.length, limits.tree());
        case Constants.OBJ_COMMIT -> {
          limit("a commit", object.length, limits.commit());
          commits += object.length;
          limit("commits", commits, limits.commits());
          sink.take(id, object);
          transfer.hold(entries());
        }
        case Constants.OBJ_TAG -> limit("a tag", object.length, limits.commit());
        default -> {
          // A file that was sent as a delta; its size was checked before it was unpacked.
        }
      }
      expand(object.length);
      if (object.length >= LARGE) {
        track(object);
      }
      transfer.step();
    } catch (IOException e) {
      throw carrying(e);
    }
  }

  @Override
  public BlobObjectChecker newBlobObjectChecker() {
    return new BlobObjectChecker() {
      private long size;

      @Override
      public void update(byte[] bytes, int offset, int length) {
        size += length;
      }

      @Override
      public void endBlob(AnyObjectId id) throws CorruptObjectException {
        try {
          expand(size);
          transfer.step();
        } catch (IOException e) {
          throw carrying(e);
        }
      }
    };
  }

  private void expand(long bytes) throws FailureException {
    expanded += bytes;
    largest = Math.max(largest, bytes);
    limit("objects", expanded, limits.expanded());
  }

  /**
   * Tracks how many large objects are held in memory at once. JGit keeps the base of a delta while
   * other deltas need it, and only the garbage collector knows which bases are still held. So the
   * collector is run each time that the tracked objects reach the limit.
   */
  private void track(byte[] object) throws IOException {
    large.add(new WeakReference<>(object));
    notCollected += object.length;
    if (notCollected > limits.live()) {
      notCollected = living();
    }
    if (notCollected > limits.live()) {
      System.gc();
      notCollected = living();
      limit("objects that hang on each other", notCollected, limits.live());
    }
    transfer.hold(entries() + 2 * (notCollected + object.length));
  }

  private long living() {
    large.removeIf(object -> object.get() == null);
    return large.stream()
        .map(WeakReference::get)
        .filter(object -> object != null)
        .mapToLong(object -> object.length)
        .sum();
  }

  private long entries() {
    return Transfer.FLAT_BYTES
        + HEAP_PER_ANNOUNCED * objects
        + HEAP_PER_OBJECT * Math.min(objects, received / SMALLEST_OBJECT)
        + sink.heapBytes();
  }

  private void limit(String what, long bytes, long limit) throws FailureException {
    if (bytes > limit) {
      throw tooMuch(what + " of " + bytes + " bytes", limit + " bytes");
    }
  }

  private FailureException tooMuch(String what, String limit) {
    return new FailureException(
        new Failure.Remote(
            Reason.RECEIVED_TOO_MUCH,
            "The host sent %s; with the operator's memory at most %s are accepted. Use a smaller repository, or ask the operator's owner for more memory"
                .formatted(what, limit)));
  }

  /** Wraps an exception in the only type that JGit passes on. */
  private static CorruptObjectException carrying(IOException cause) {
    CorruptObjectException carrier = new CorruptObjectException(cause.getMessage());
    carrier.initCause(cause);
    return carrier;
  }

  private final class Pack extends FilterInputStream {
    private final byte[] header;
    private int given;

    Pack(byte[] header, InputStream rest) {
      super(rest);
      this.header = header;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (given < header.length) {
        int part = Math.min(length, header.length - given);
        System.arraycopy(header, given, bytes, offset, part);
        given += part;
        return part;
      }
      int read = super.read(bytes, offset, length);
      received += Math.max(0, read);
      transfer.hold(entries());
      return read;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
  }
}
