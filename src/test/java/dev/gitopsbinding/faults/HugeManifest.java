package dev.gitopsbinding.faults;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;

import java.nio.charset.StandardCharsets;

/**
 * Legal YAML of just under one mebibyte, the largest file that is read, each with as much of one
 * thing as {@code YamlLimits} allows, or as there is room for.
 */
enum HugeManifest {
  /**
   * Every text lies below 60 levels, 8 for each character of the file: what costs the most time.
   */
  DEEP("deep: " + "[".repeat(60) + "a,".repeat(Size.VALUES) + "]".repeat(60) + "\n", "x", ""),
  /** A mapping, a key and a value in 3 bytes: what costs the most memory. */
  PAIRS("pairs: [" + "a:,".repeat(Size.VALUES / 3) + "]\n", Size.WIDE, ""),
  /** Below 190 levels throughout, which would take minutes. */
  DEEPER("deeper: [" + Size.DEEP_PART.repeat(1000) + "]\n", "x", "FileNotYaml"),
  /** Pairs up to the end, which would take all memory. */
  DENSE("pairs: [" + "a:,".repeat(340_000) + "]\n", "x", "FileTooLarge");

  private final String text;
  private final String filler;
  private final String refusal;

  HugeManifest(String text, String filler, String refusal) {
    this.text = text;
    this.filler = filler;
    this.refusal = refusal;
  }

  /** Why it is not edited; empty where it is. */
  String refusal() {
    return refusal;
  }

  /** With a deployment before it, and a comment behind it up to the full size. */
  String text(String note) {
    String start = deploymentYaml(IMAGE + ":old") + text + "# " + note + " ";
    int rest = Size.BYTES - bytes(start);
    return start + filler.repeat(rest / bytes(filler)) + "\n";
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Constants of an enum cannot use constants of their own. */
  private static final class Size {
    static final int BYTES = (1 << 20) - 64;

    /** Has the whole text held in two bytes for each character. */
    static final String WIDE = "\u20ac";

    /** 131 072 are allowed; the deployment has some, too. */
    static final int VALUES = 130_950;

    static final String DEEP_PART = "[".repeat(190) + "a,".repeat(300) + "]".repeat(190) + ",\n ";

    private Size() {}
  }
}
