package dev.gitopsbinding.testing.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One commit as the input of git-fast-import(1), which prints its name.
 *
 * @param reference the full name of the branch that moves
 */
record FastImportCommit(String reference, String message) {
  /**
   * The input.
   *
   * @param hasParent whether the branch exists
   * @param keepOthers whether the files of the parent stay that are not given
   * @param mode of all files, as {@code 100644}
   * @param files by path
   */
  byte[] stream(boolean hasParent, boolean keepOthers, String mode, Map<String, byte[]> files) {
    var stream = new ByteArrayOutputStream();
    print(stream, "commit " + reference + "\nmark :1\ncommitter Ada <ada@example.com> now\n");
    printData(stream, (message + "\n").getBytes(StandardCharsets.UTF_8));
    if (hasParent) {
      print(stream, "from " + reference + "^0\n");
    }
    if (!keepOthers) {
      print(stream, "deleteall\n");
    }
    files.forEach(
        (path, content) -> {
          print(stream, "M " + mode + " inline " + path + "\n");
          printData(stream, content);
        });
    print(stream, "\nget-mark :1\n");
    return stream.toByteArray();
  }

  private static void printData(ByteArrayOutputStream stream, byte[] content) {
    print(stream, "data " + content.length + "\n");
    stream.writeBytes(content);
    print(stream, "\n");
  }

  private static void print(ByteArrayOutputStream stream, String text) {
    stream.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
