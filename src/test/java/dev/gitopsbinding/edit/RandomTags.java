package dev.gitopsbinding.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Tags as a spec may form them, and as registries take them: prefix, 7 to 40 digits of a commit and
 * suffix, and above all what reads as something else than a text.
 */
public final class RandomTags {
  /** What readers of YAML 1.1 or 1.2 take for a number, a boolean, null or a time; and the like. */
  private static final List<String> EDGES =
      List.of(
          "1234567",
          "0123456",
          "1234e56",
          "0b10110",
          "0x1f",
          "1_000",
          ".inf",
          "-.inf",
          ".NaN",
          "null",
          "Null",
          "NULL",
          "yes",
          "Yes",
          "no",
          "on",
          "ON",
          "off",
          "y",
          "n",
          "Y",
          "N",
          "true",
          "True",
          "FALSE",
          "2024-01-01",
          "2024-1-1",
          "2024-01-01t00",
          "0o17",
          "0O17",
          "017",
          "08",
          "1.",
          ".5",
          "_1",
          "1_",
          "_",
          "__",
          "0_x1",
          "0x_1",
          "0b_1",
          "0_0",
          "1__0",
          "1e3",
          "1E3",
          "1e-3",
          "1.5e3",
          "1.e3",
          "1e",
          "1e_3",
          "1_e3",
          "0e0",
          "00",
          "0",
          "-0",
          "0.0",
          "0x",
          "0b",
          "0o",
          "0X1F",
          "0B101",
          "0x1p-2",
          "0x1.8p1",
          "1p3",
          "1_2_3",
          "1-1",
          "12-30",
          "1.2.3",
          "685.230_15",
          "190_20_30",
          "12e03",
          "12e4567",
          "9223372036854775808",
          "0.1.2-3e4",
          "99999999999999999999",
          "0xffffffffffffffffff",
          "1e400",
          "1e-400",
          "infinity",
          "inf",
          "nan",
          "NaN",
          "Infinity",
          "_inf",
          "0777",
          "0778",
          "0b2",
          "e1",
          "1f",
          "1d",
          "1L",
          "0x1L");

  private static final String START =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
  private static final String REST = START + ".-";
  private static final String NUMBERS = "0123456789_.-eExXoObBaf";
  private static final String HEX = "0123456789abcdef";

  private RandomTags() {}

  /** As {@link #next}, and before them all edges that are tags. */
  public static List<String> list(Random random, int count) {
    List<String> tags = new ArrayList<>();
    // A tag begins with neither '.' nor '-' (distribution/reference grammar, "tag").
    EDGES.stream().filter(tag -> START.indexOf(tag.charAt(0)) >= 0).forEach(tags::add);
    IntStream.range(0, count).forEach(_ -> tags.add(next(random)));
    return tags;
  }

  /** Any tag of 1 to 128 characters; every second one has a form that reads as a number. */
  public static String next(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> text(random, HEX, 7);
      case 1 -> text(random, "0123456789", 1) + text(random, NUMBERS, random.nextInt(9));
      case 2 -> text(random, "0123456789", 6) + text(random, "0123456789e_", 1 + random.nextInt(3));
      case 3 -> ofCommit(random);
      case 4 -> text(random, START, 1) + text(random, REST, random.nextInt(128));
      default -> text(random, START, 1) + text(random, NUMBERS, random.nextInt(4));
    };
  }

  private static String ofCommit(Random random) {
    String prefix = random.nextBoolean() ? "" : text(random, "0123456789_v", 1);
    String suffix = random.nextBoolean() ? "" : text(random, NUMBERS, 1 + random.nextInt(3));
    return prefix
        + text(random, random.nextBoolean() ? "01" : HEX, 7 + random.nextInt(34))
        + suffix;
  }

  private static String text(Random random, String letters, int length) {
    StringBuilder text = new StringBuilder();
    random.ints(length, 0, letters.length()).forEach(at -> text.append(letters.charAt(at)));
    return text.toString();
  }
}
