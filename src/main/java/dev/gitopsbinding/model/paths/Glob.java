package dev.gitopsbinding.model.paths;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern with wildcards, as git's wildmatch reads it with the flag {@code WM_PATHNAME}:
 * gitglossary(7), "pathspec", and gitignore(5), "PATTERN FORMAT". It reads bytes, as git does, so
 * that {@code ?} is one byte. All ways to match are followed side by side: the time is at most the
 * product of the lengths, whatever the pattern is.
 */
final class Glob {
  /**
   * One element of a pattern.
   *
   * @param kind an enum: under C1 a switch over types is a slow call, here for each byte
   * @param set any for {@link Kind#FOLDERS}
   */
  private record Token(Kind kind, ByteSet set) {}

  private enum Kind {
    /** One byte of the set. */
    ONE,
    /** Any number of bytes of the set. */
    MANY,
    /** Any number of folders: the two tokens that follow, or nothing. */
    FOLDERS
  }

  /** A skipped {@link Kind#FOLDERS} skips the folders' names and the last slash too. */
  private static final int SKIPPED = 3;

  private static final int WORD = 64;
  private final Token[] tokens;
  private final int words;

  private Glob(List<Token> tokens) {
    this.tokens = tokens.toArray(Token[]::new);
    this.words = this.tokens.length / WORD + 1;
  }

  /**
   * Reads a pattern.
   *
   * @param literal how many bytes at the beginning hold no wildcard. Git compares them without
   *     wildmatch, and what follows is the beginning for wildmatch: so {@code a**} crosses folders.
   */
  static Glob parse(byte[] pattern, int literal) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < pattern.length) {
      char next = at < literal ? 'x' : (char) pattern[at];
      if (next == '*') {
        at = stars(pattern, at, literal, tokens);
      } else if (next == '[') {
        ByteClassReader.Read read = ByteClassReader.read(pattern, at);
        tokens.add(new Token(Kind.ONE, read.set()));
        at = read.end();
      } else {
        tokens.add(new Token(Kind.ONE, next == '?' ? ByteSet.NO_SLASH : ByteSet.of(pattern[at])));
        at++;
      }
    }
    return new Glob(tokens);
  }

  private static int stars(byte[] pattern, int from, int literal, List<Token> tokens) {
    int end = from;
    while (end < pattern.length && pattern[end] == '*') {
      end++;
    }
    boolean first = from == literal || pattern[from - 1] == '/';
    boolean deep = end - from > 1 && first && (end == pattern.length || pattern[end] == '/');
    if (deep && end < pattern.length) {
      tokens.add(new Token(Kind.FOLDERS, ByteSet.ALL));
    }
    tokens.add(new Token(Kind.MANY, deep ? ByteSet.ALL : ByteSet.NO_SLASH));
    return end;
  }

  /** The positions in the pattern before any byte. A set of bits. */
  long[] start() {
    long[] positions = new long[words];
    reach(positions, 0);
    return positions;
  }

  /** The positions after some more bytes. */
  long[] after(long[] positions, byte[] text) {
    long[] now = positions;
    for (byte next : text) {
      now = after(now, next);
    }
    return now;
  }

  /** The positions after one more byte. */
  long[] after(long[] positions, byte next) {
    long[] reached = new long[words];
    for (int word = 0; word < words; word++) {
      for (long left = positions[word]; left != 0; left &= left - 1) {
        int at = word * WORD + Long.numberOfTrailingZeros(left);
        if (at < tokens.length) {
          Token token = tokens[at];
          switch (token.kind()) {
            case ONE -> {
              if (token.set().has(next)) {
                reach(reached, at + 1);
              }
            }
            case MANY -> {
              if (token.set().has(next)) {
                reach(reached, at);
              }
            }
            case FOLDERS -> {}
          }
        }
      }
    }
    return reached;
  }

  /** Whether the bytes that led to these positions match the whole pattern. */
  boolean isEnd(long[] positions) {
    return has(positions, tokens.length);
  }

  /** Whether more bytes can lead to a match. */
  static boolean isAlive(long[] positions) {
    for (long word : positions) {
      if (word != 0) {
        return true;
      }
    }
    return false;
  }

  private void reach(long[] positions, int at) {
    if (has(positions, at)) {
      return;
    }
    positions[at / WORD] |= 1L << at;
    if (at < tokens.length) {
      switch (tokens[at].kind()) {
        case ONE -> {}
        case MANY -> reach(positions, at + 1);
        case FOLDERS -> {
          reach(positions, at + 1);
          reach(positions, at + SKIPPED);
        }
      }
    }
  }

  private static boolean has(long[] positions, int at) {
    return (positions[at / WORD] & 1L << at) != 0;
  }
}
