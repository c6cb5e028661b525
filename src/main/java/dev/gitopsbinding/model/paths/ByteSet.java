package dev.gitopsbinding.model.paths;

import java.util.BitSet;

/** A set of bytes. */
final class ByteSet {
  private static final int BYTES = 256;
  static final ByteSet ALL = new ByteSet(all());
  static final ByteSet NO_SLASH = ALL.without((byte) '/');

  private final BitSet bytes;

  ByteSet(BitSet bytes) {
    this.bytes = bytes;
  }

  static ByteSet of(byte one) {
    BitSet set = new BitSet(BYTES);
    set.set(Byte.toUnsignedInt(one));
    return new ByteSet(set);
  }

  boolean has(byte one) {
    return bytes.get(Byte.toUnsignedInt(one));
  }

  ByteSet without(byte one) {
    BitSet set = (BitSet) bytes.clone();
    set.clear(Byte.toUnsignedInt(one));
    return new ByteSet(set);
  }

  /** All other bytes. */
  ByteSet negated() {
    BitSet set = all();
    set.andNot(bytes);
    return new ByteSet(set);
  }

  private static BitSet all() {
    BitSet all = new BitSet(BYTES);
    all.set(0, BYTES);
    return all;
  }
}
