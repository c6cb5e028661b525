package dev.gitopsbinding.git.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A pack written byte by byte (gitformat-pack(5)), so that it can contradict itself. */
public final class CraftedPack {
  public static final int COMMIT = 1;
  public static final int TREE = 2;
  public static final int BLOB = 3;
  private static final int OFS_DELTA = 6;
  private static final int REF_DELTA = 7;
  private static final int LONGEST_COPY = 0xff_ffff;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** One for all objects: to make one takes longer than to compress a small object. */
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);

  /** A pack that announces a number of objects. */
  public CraftedPack(int announced) {
    bytes.writeBytes("PACK".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(ByteBuffer.allocate(8).putInt(2).putInt(announced).array());
  }

  /** Where the next object begins. */
  public int position() {
    return bytes.size();
  }

  public void whole(int type, byte[] content) {
    header(type, content.length);
    deflate(content);
  }

  /** Content of {@code zeros} zero bytes, with any announced size. */
  public void zeros(int type, long claimed, long zeros) {
    header(type, claimed);
    try (DeflaterOutputStream out = deflater()) {
      byte[] block = new byte[1 << 16];
      for (long left = zeros; left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object that is one of {@code size} bytes before, with a number behind it. */
  public void grown(int base, int size, int number) {
    int distance = position() - base;
    byte[] delta = delta(size, number);
    header(OFS_DELTA, delta.length);
    offset(distance);
    deflate(delta);
  }

  /** As {@link #grown(int, int, int)}, with the base by its name, which may not be in the pack. */
  public void grown(String base, int size, int number) {
    byte[] delta = delta(size, number);
    header(REF_DELTA, delta.length);
    bytes.writeBytes(HexFormat.of().parseHex(base));
    deflate(delta);
  }

  /** The whole pack, with its checksum. */
  public byte[] finish() {
    byte[] content = bytes.toByteArray();
    bytes.writeBytes(sha1(content));
    return bytes.toByteArray();
  }

  /** The id of an object. */
  public static String name(String type, byte[] content) {
    byte[] head = (type + " " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] all = ByteBuffer.allocate(head.length + content.length).put(head).put(content).array();
    return HexFormat.of().formatHex(sha1(all));
  }

  private void header(int type, long size) {
    long rest = size >>> 4;
    bytes.write((int) ((rest > 0 ? 0x80 : 0) | (type << 4) | (size & 15)));
    while (rest > 0) {
      bytes.write((int) ((rest > 0x7f ? 0x80 : 0) | (rest & 0x7f)));
      rest >>>= 7;
    }
  }

  private void offset(int distance) {
    byte[] digits = new byte[5];
    int at = digits.length - 1;
    digits[at] = (byte) (distance & 0x7f);
    for (int rest = distance >>> 7; rest > 0; rest >>>= 7) {
      rest--;
      digits[--at] = (byte) (0x80 | (rest & 0x7f));
    }
    bytes.write(digits, at, digits.length - at);
  }

  private static byte[] delta(int size, int number) {
    ByteArrayOutputStream delta = new ByteArrayOutputStream();
    length(delta, size);
    length(delta, size + 4);
    for (int from = 0; from < size; from += LONGEST_COPY) {
      int part = Math.min(LONGEST_COPY, size - from);
      delta.write(0xff);
      delta.writeBytes(
          new byte[] {(byte) from, (byte) (from >> 8), (byte) (from >> 16), (byte) (from >> 24)});
      delta.writeBytes(new byte[] {(byte) part, (byte) (part >> 8), (byte) (part >> 16)});
    }
    delta.write(4);
    delta.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
    return delta.toByteArray();
  }

  private static void length(ByteArrayOutputStream out, int length) {
    int rest = length;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write(0x80 | (rest & 0x7f));
    }
    out.write(rest);
  }

  private void deflate(byte[] content) {
    try (DeflaterOutputStream out = deflater()) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DeflaterOutputStream deflater() {
    deflater.reset();
    return new DeflaterOutputStream(bytes, deflater);
  }

  private static byte[] sha1(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
