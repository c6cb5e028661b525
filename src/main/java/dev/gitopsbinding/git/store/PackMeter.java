package dev.gitopsbinding.git.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A pack that is being received (gitformat-pack(5)). Reserves disk space for each part, and for the
 * index of the announced number of objects, before the reader gets the part and writes it to disk.
 */
final class PackMeter extends FilterInputStream {
  private static final int HEADER_BYTES = 12;
  private static final int COUNT_OFFSET = 8;

  /** A name, a checksum and an offset for each object, rounded up. */
  private static final long INDEX_BYTES_PER_OBJECT = 40;

  private static final long MIN_STEP = 64 << 10;
  private static final long MAX_STEP = 4 << 20;

  private final DiskBudget.Space space;
  private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);

  /** The last block of the pack and that of its index are taken as a whole. */
  private long needed = 2 * BareClone.BLOCK;

  private long reserved;

  PackMeter(InputStream pack, DiskBudget.Space space) {
    super(pack);
    this.space = space;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    if (read > 0) {
      needed += read;
      if (header.hasRemaining()) {
        header.put(bytes, offset, Math.min(read, header.remaining()));
        if (!header.hasRemaining()) {
          needed += INDEX_BYTES_PER_OBJECT * Integer.toUnsignedLong(header.getInt(COUNT_OFFSET));
        }
      }
      reserve();
    }
    return read;
  }

  private void reserve() throws IOException {
    if (needed > reserved) {
      // In few steps, because each one iterates over all copies.
      long step = Math.clamp(reserved / 8, MIN_STEP, MAX_STEP);
      long more = Math.max(needed - reserved, step);
      space.grow(more);
      reserved += more;
    }
  }
}
