package dev.gitopsbinding.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page for users, as GitHub shows it.
 *
 * @param file below the repository's top folder
 * @param lines its lines
 */
public record MarkdownPage(Path file, List<String> lines) {
  private static final Pattern FENCE = Pattern.compile("\\s*```\\s*(\\S.*)?");
  private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)[^)]*\\)");
  private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\">");

  /** Copies the list. */
  public MarkdownPage {
    lines = List.copyOf(lines);
  }

  /**
   * A fenced block.
   *
   * @param page the page that it is on
   * @param line the number of its first line
   * @param info what stands behind the backticks, such as {@code yaml fragment}
   */
  public record Block(Path page, int line, String info, List<String> lines) {
    /** Copies the list. */
    public Block {
      lines = List.copyOf(lines);
    }

    String text() {
      return String.join("\n", lines) + "\n";
    }

    /** Where it is, as an editor opens it. */
    String place() {
      return page + ":" + line;
    }
  }

  /** A link to a file or to a heading. */
  record Link(int line, String target) {}

  /** All pages of the repository, save decision records, which may name what was. */
  static List<MarkdownPage> all() {
    try (Stream<Path> roots = Files.list(Path.of(""));
        Stream<Path> docs = Files.walk(Path.of("docs"));
        Stream<Path> deploy = Files.walk(Path.of("deploy"))) {
      return Stream.of(roots, docs, deploy)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .map(MarkdownPage::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MarkdownPage read(Path file) {
    try {
      return new MarkdownPage(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    int start = -1;
    String info = "";
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (!fence.matches()) {
        continue;
      }
      if (start < 0) {
        start = i + 1;
        info = fence.group(1) == null ? "" : fence.group(1).strip();
      } else {
        blocks.add(new Block(file, start + 1, info, lines.subList(start, i)));
        start = -1;
      }
    }
    if (start >= 0) {
      throw new AssertionError(file + ":" + start + ": this block has no end");
    }
    return blocks;
  }

  List<Link> links() {
    List<Link> links = new ArrayList<>();
    List<String> prose = prose();
    for (int i = 0; i < prose.size(); i++) {
      Matcher link = LINK.matcher(prose.get(i).replaceAll("`[^`]*`", "code"));
      while (link.find()) {
        links.add(new Link(i + 1, link.group(1)));
      }
    }
    return links;
  }

  /** What links may name behind a {@code #}, by GitHub's rules. */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    for (String line : prose()) {
      Matcher explicit = ANCHOR.matcher(line);
      while (explicit.find()) {
        anchors.add(explicit.group(1));
      }
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String anchor = anchor(heading.group(1));
        String unique = anchor;
        for (int i = 1; !anchors.add(unique); i++) {
          unique = anchor + "-" + i;
        }
      }
    }
    return anchors;
  }

  /** The lines, those of blocks empty. */
  private List<String> prose() {
    List<String> prose = new ArrayList<>();
    boolean inside = false;
    for (String line : lines) {
      boolean fence = FENCE.matcher(line).matches();
      prose.add(inside || fence ? "" : line);
      inside ^= fence;
    }
    return prose;
  }

  private static String anchor(String heading) {
    return heading
        .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
        .replace(' ', '-');
  }
}
