package dev.gitopsbinding.model.paths;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.BitSet;
import java.util.Map;
import java.util.function.IntPredicate;

/** Reads a class of a pattern, such as {@code [a-z]} or {@code [![:digit:]_]}. */
final class ByteClassReader {
  /** The classes of C's isalpha(3) and so on in the locale C, by which git goes. */
  private static final Map<String, IntPredicate> NAMED =
      Map.ofEntries(
          Map.entry("alnum", c -> isAlpha(c) || isDigit(c)),
          Map.entry("alpha", ByteClassReader::isAlpha),
          Map.entry("blank", c -> c == ' ' || c == '\t'),
          Map.entry("cntrl", c -> c < ' ' || c == 0x7f),
          Map.entry("digit", ByteClassReader::isDigit),
          Map.entry("graph", c -> c > ' ' && c < 0x7f),
          Map.entry("lower", c -> c >= 'a' && c <= 'z'),
          Map.entry("print", c -> c >= ' ' && c < 0x7f),
          Map.entry("punct", c -> c > ' ' && c < 0x7f && !isAlpha(c) && !isDigit(c)),
          Map.entry("space", c -> c == ' ' || (c >= '\t' && c <= '\r')),
          Map.entry("upper", c -> c >= 'A' && c <= 'Z'),
          Map.entry("xdigit", c -> Character.digit(c, 16) >= 0 && c < 0x7f));

  private static final int ASCII = 128;

  /**
   * A class.
   *
   * @param set the bytes that match; empty if the class is malformed
   * @param end the index behind the class
   */
  record Read(ByteSet set, int end) {}

  private final byte[] pattern;
  private final BitSet set = new BitSet();
  private int at;

  private ByteClassReader(byte[] pattern, int at) {
    this.pattern = pattern;
    this.at = at;
  }

  /**
   * Reads a class.
   *
   * @param open the index of the bracket that opens it
   */
  static Read read(byte[] pattern, int open) {
    return new ByteClassReader(pattern, open + 1).read();
  }

  private Read read() {
    boolean negated = at('!') || at('^');
    at += negated ? 1 : 0;
    int before = 0;
    do {
      if (at >= pattern.length) {
        return malformed();
      }
      if (at('-') && before != 0 && at + 1 < pattern.length && pattern[at + 1] != ']') {
        at++;
        // For an empty range, such as z-a, there is nothing to set.
        set.set(before, Math.max(before, Byte.toUnsignedInt(pattern[at]) + 1));
        before = 0;
      } else if (at('[') && at + 1 < pattern.length && pattern[at + 1] == ':') {
        int close = close(at + 2);
        if (close < 0) {
          return malformed();
        }
        if (close - 1 < at + 2 || pattern[close - 1] != ':') {
          before = one();
        } else if (named(new String(pattern, at + 2, close - 3 - at, US_ASCII))) {
          at = close;
          before = 0;
        } else {
          return malformed();
        }
      } else {
        before = one();
      }
      at++;
    } while (!at(']'));
    ByteSet read = new ByteSet(set);
    return new Read((negated ? read.negated() : read).without((byte) '/'), at + 1);
  }

  private int one() {
    int one = Byte.toUnsignedInt(pattern[at]);
    set.set(one);
    return one;
  }

  private boolean named(String name) {
    IntPredicate named = NAMED.get(name);
    for (int c = 0; named != null && c < ASCII; c++) {
      if (named.test(c)) {
        set.set(c);
      }
    }
    return named != null;
  }

  private int close(int from) {
    for (int i = from; i < pattern.length; i++) {
      if (pattern[i] == ']') {
        return i;
      }
    }
    return -1;
  }

  private boolean at(char wanted) {
    return at < pattern.length && pattern[at] == wanted;
  }

  /** Nothing matches, and what follows in the pattern does not count. */
  private Read malformed() {
    return new Read(new ByteSet(new BitSet()), pattern.length);
  }

  private static boolean isAlpha(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
