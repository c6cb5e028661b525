package dev.gitopsbinding.edit.yaml.replace;

import java.util.regex.Pattern;

/**
 * Whether a tag without quotes is read as a text by all readers of YAML 1.1 and 1.2, and not as a
 * number, boolean, null or date. An unquoted {@code 1234e56} ends the build of Kustomize, and Helm
 * prints {@code 1.234567e+06} for {@code 1234567}.
 */
final class PlainTextRule {
  /**
   * The forms of the YAML 1.1 type repository (bool, null, int, float, timestamp) and of YAML 1.2,
   * 10.3.2, that a tag can have, without underscores; also the upper-case prefixes that Go's
   * strconv.ParseInt takes.
   */
  private static final Pattern OTHER_TYPE =
      Pattern.compile(
          "y|n|yes|no|on|off|true|false|null"
              + "|0b[01]*|0o[0-7]*|0x[0-9a-f]*"
              + "|[0-9]+(?:\\.[0-9]*)?(?:e-?[0-9]+)?"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:t.*)?",
          Pattern.CASE_INSENSITIVE);

  private PlainTextRule() {}

  /**
   * The answer for a tag.
   *
   * @param tag a tag (distribution/reference grammar, "tag"), a digest, or a tag with one; empty
   *     text would be read as null
   */
  static boolean isText(String tag) {
    if (tag.isEmpty()) {
      return false;
    }
    // Go's parser removes all underscores first: to Kustomize 0_x1 is a number.
    boolean digit = tag.charAt(0) >= '0' && tag.charAt(0) <= '9';
    return !OTHER_TYPE.matcher(digit ? tag.replace("_", "") : tag).matches();
  }
}
