package dev.gitopsbinding.edit.yaml.replace;

/**
 * The one part in which two texts differ, in chars.
 *
 * @param start where it begins in both
 * @param end where it ends in the text before the change
 * @param growth by how much the text is longer afterwards
 */
record TextChange(int start, int end, int growth) {
  static TextChange between(String before, String after) {
    int shorter = Math.min(before.length(), after.length());
    int start = 0;
    while (start < shorter && before.charAt(start) == after.charAt(start)) {
      start++;
    }
    int same = 0;
    while (same < shorter - start
        && before.charAt(before.length() - 1 - same) == after.charAt(after.length() - 1 - same)) {
      same++;
    }
    return new TextChange(start, before.length() - same, after.length() - before.length());
  }
}
