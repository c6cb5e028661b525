package dev.gitopsbinding.edit.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Texts of which some are YAML. */
final class RandomYaml {
  /** What changes the meaning of a text wherever it stands. */
  private static final String ODD = "  \n\n--::##''\"\"{}[],,||>>&*!?%@`\\+.1ab~=<\t\ré\u2028💡";

  private static final List<String> PARTS =
      List.of(
          "a:",
          "b: ",
          "- ",
          "-",
          "\n",
          "\n",
          "\n  ",
          "\n    ",
          " ",
          "x",
          "'y'",
          "\"z\"",
          "# c",
          " # c",
          "|",
          ">-",
          "|+\n",
          "{a: b}",
          "[1, 'x']",
          "{}",
          "\n---\n",
          "a: b",
          "k: v\n",
          "- n: 1\n",
          "  deep: er",
          ": ",
          "#",
          "é",
          "...",
          "--- x",
          "\n\n",
          "  \n",
          "{a: [b, {}]}",
          "http://x:1",
          "'it''s'",
          "<<: *a",
          "&a ",
          "? ",
          "{\"a\":1}",
          "-x");

  private RandomYaml() {}

  /** Up to 12 parts, one behind the other. */
  static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int part = random.nextInt(12); part >= 0; part--) {
      text.append(part(random));
    }
    return text.toString();
  }

  /** The text with one to three changes of chars or lines. */
  static String changed(String text, Random random) {
    String changed = text;
    for (int change = random.nextInt(3); change >= 0; change--) {
      changed =
          random.nextBoolean() ? withOtherChars(changed, random) : withOtherLines(changed, random);
    }
    return changed;
  }

  private static String withOtherChars(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int from = random.nextInt(ODD.length());
    boolean part = random.nextInt(3) == 0;
    int removed = part ? 0 : Math.min(random.nextInt(3), text.length() - at);
    String added =
        part ? part(random) : ODD.substring(from, Math.min(ODD.length(), from + random.nextInt(3)));
    return text.substring(0, at) + added + text.substring(at + removed);
  }

  private static String withOtherLines(String text, Random random) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(6)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(random.nextInt(lines.size()), line);
      case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
      case 3 -> lines.set(at, line + part(random));
      case 4 -> lines.set(at, " ".repeat(random.nextInt(9)) + line.stripLeading());
      default -> lines.set(at, " ".repeat(1 + random.nextInt(4)) + line);
    }
    return String.join("\n", lines);
  }

  private static String part(Random random) {
    return PARTS.get(random.nextInt(PARTS.size()));
  }
}
