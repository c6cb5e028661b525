package dev.gitopsbinding.model.paths;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pattern at one folder: what it says of the names in it. Without wildcards it names a file, or a
 * folder with everything below; with wildcards it names files. Immutable.
 *
 * <p>Git's source decides the rest (tree-walk.c, do_match): a folder or file whose name looks like
 * the pattern's text, letter for letter, matches too.
 */
final class PathPattern {
  private static final byte SLASH = '/';

  /** For a folder whose whole content matches. */
  private static final PathPattern COVERED = new PathPattern(new byte[0], 0, 0, null, null);

  private final byte[] text;

  /** How many bytes of the text stand before the first wildcard. */
  private final int literal;

  /** How many bytes of the text are the folder's path; -1 if it does not begin with that. */
  private final int named;

  private final @Nullable Glob glob;

  /** The glob's positions behind the folder's path; null without a glob. */
  private final long @Nullable [] positions;

  private PathPattern(
      byte[] text, int literal, int named, @Nullable Glob glob, long @Nullable [] positions) {
    this.text = text;
    this.literal = literal;
    this.named = named;
    this.glob = glob;
    this.positions = positions;
  }

  /** The pattern at the top folder. */
  static PathPattern of(String pattern) {
    byte[] text = pattern.getBytes(UTF_8);
    int literal = 0;
    while (literal < text.length && "*?[".indexOf(text[literal]) < 0) {
      literal++;
    }
    Glob glob = literal < text.length ? Glob.parse(text, literal) : null;
    return new PathPattern(text, literal, 0, glob, glob == null ? null : glob.start());
  }

  /** A pattern that everything matches. */
  static PathPattern everything() {
    return COVERED;
  }

  /** Whether everything below the folder matches. */
  boolean covers() {
    return text.length == 0;
  }

  /** Whether something below the folder can match. */
  boolean canMatch() {
    return covers() || named >= 0 || (positions != null && Glob.isAlive(positions));
  }

  /** The pattern at a folder in this folder. */
  PathPattern below(byte[] name) {
    if (covers()) {
      return this;
    }
    int next = -1;
    if (isNamed(name)) {
      next = named + name.length;
      if (next >= text.length - 1) {
        if (next == text.length || text[next] == SLASH) {
          return COVERED;
        }
        next = -1;
      } else {
        next = text[next] == SLASH ? next + 1 : -1;
      }
    }
    return new PathPattern(
        text,
        literal,
        next,
        glob,
        glob == null || positions == null ? null : glob.after(glob.after(positions, name), SLASH));
  }

  /**
   * Whether a file of this name in the folder matches.
   *
   * @param submodule whether it is a submodule, which a slash may follow
   */
  boolean matches(byte[] name, boolean submodule) {
    if (covers()) {
      return true;
    }
    if (isNamed(name)) {
      int end = named + name.length;
      if (end == text.length || (submodule && end == text.length - 1 && text[end] == SLASH)) {
        return true;
      }
    }
    if (glob == null || positions == null) {
      return false;
    }
    if (named > literal) {
      // The folder has a name with wildcards. Git has compared it as it is, and goes on behind it.
      Glob rest = Glob.parse(Arrays.copyOfRange(text, named, text.length), 0);
      return rest.isEnd(rest.after(rest.start(), name));
    }
    return glob.isEnd(glob.after(positions, name));
  }

  private boolean isNamed(byte[] name) {
    return named >= 0
        && named + name.length <= text.length
        && Arrays.equals(text, named, named + name.length, name, 0, name.length);
  }
}
