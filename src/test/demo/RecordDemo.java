import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the demo in a terminal of its own and records what it prints, as asciinema's cast version 2
 * and as an SVG that plays by itself. Needs util-linux' {@code script}, and what {@code make demo}
 * needs. Pauses are cut to two seconds.
 *
 * <p>{@code java src/test/demo/RecordDemo.java docs/images/demo.cast docs/images/demo.svg}
 */
final class RecordDemo {
  private static final int COLUMNS = 120;
  private static final int ROWS = 32;
  private static final double LONGEST_PAUSE = 2;
  private static final double LAST_PAUSE = 8;
  private static final int LINE_HEIGHT = 18;
  private static final double CHAR_WIDTH = 7.8;
  private static final Pattern STYLE = Pattern.compile("\u001b\\[([0-9;]*)m");

  /** What was printed, and when: in seconds since the start. */
  private record Output(double at, String text) {}

  private RecordDemo() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<Output> outputs = withShortPauses(run());
    Files.writeString(Path.of(arguments[0]), cast(outputs));
    Files.writeString(Path.of(arguments[1]), svg(outputs));
  }

  private static List<Output> run() throws IOException, InterruptedException {
    Process demo =
        new ProcessBuilder("script", "-qec", "src/test/demo/demo.sh", "/dev/null")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long start = System.nanoTime();
    List<Output> outputs = new ArrayList<>();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = demo.getInputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        String text = new String(buffer, 0, read, StandardCharsets.UTF_8);
        System.out.print(text);
        outputs.add(new Output((System.nanoTime() - start) / 1e9, text));
      }
    }
    if (demo.waitFor() != 0) {
      throw new IllegalStateException("the demo failed");
    }
    return outputs;
  }

  private static List<Output> withShortPauses(List<Output> outputs) {
    List<Output> shorter = new ArrayList<>();
    double cut = 0;
    double last = 0;
    for (Output output : outputs) {
      cut += Math.max(0, output.at() - last - LONGEST_PAUSE);
      last = output.at();
      shorter.add(new Output(last - cut, output.text()));
    }
    return shorter;
  }

  private static String cast(List<Output> outputs) {
    StringBuilder cast = new StringBuilder();
    cast.append("{\"version\": 2, \"width\": %d, \"height\": %d}\n".formatted(COLUMNS, ROWS));
    for (Output output : outputs) {
      cast.append(
          String.format(Locale.ROOT, "[%.3f, \"o\", %s]%n", output.at(), json(output.text())));
    }
    return cast.toString();
  }

  private static String json(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        default -> json.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
      }
    }
    return json.append('"').toString();
  }

  /** All lines stand below each other, and move up as they are printed: no line is drawn twice. */
  private static String svg(List<Output> outputs) {
    List<String> lines = new ArrayList<>(List.of(""));
    List<double[]> moves = new ArrayList<>(); // when, and by how many lines
    for (Output output : outputs) {
      for (String part : output.text().replace("\r", "").split("(?<=\n)")) {
        String last = lines.removeLast();
        lines.addAll(List.of((last + part).split("\n", -1)));
      }
      moves.add(new double[] {output.at(), lines.size() - 1});
    }
    double length = outputs.getLast().at() + LAST_PAUSE;
    int width = (int) (COLUMNS * CHAR_WIDTH) + 24;
    int height = ROWS * LINE_HEIGHT + 24;
    StringBuilder frames = new StringBuilder();
    for (double[] move : moves) {
      frames.append(
          String.format(
              Locale.ROOT,
              "%.3f%%{transform:translateY(%dpx)}",
              100 * move[0] / length,
              (int) (ROWS - move[1]) * LINE_HEIGHT));
    }
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="What make demo prints">
            <style>
            text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#d0d7de;white-space:pre}
            .b{font-weight:bold;fill:#ffffff}.d{fill:#8b949e}.r{fill:#ff7b72}
            .s{transform:translateY(%dpx);animation:s %.3fs step-end infinite}
            @keyframes s{0%%{transform:translateY(%dpx)}%s}
            </style>
            <rect width="100%%" height="100%%" rx="8" fill="#0d1117"/>
            <svg x="12" y="12" width="%d" height="%d"><g class="s">
            """,
            width,
            height,
            // The end, where nothing is animated.
            (ROWS - lines.size() + 1) * LINE_HEIGHT,
            length,
            ROWS * LINE_HEIGHT,
            frames,
            width - 24,
            height - 24));
    for (int line = 0; line < lines.size(); line++) {
      if (!lines.get(line).isBlank()) {
        svg.append(
            "<text y=\"%d\">%s</text>\n"
                .formatted(line * LINE_HEIGHT + 13, spans(lines.get(line))));
      }
    }
    return svg.append("</g></svg>\n</svg>\n").toString();
  }

  private static String spans(String line) {
    StringBuilder spans = new StringBuilder();
    Matcher style = STYLE.matcher(line);
    int from = 0;
    int left = COLUMNS;
    String name = "";
    while (left > 0) {
      boolean found = style.find(from);
      String text = line.substring(from, found ? style.start() : line.length());
      String shown = text.length() > left ? text.substring(0, left - 1) + "…" : text;
      left -= shown.length();
      if (!shown.isEmpty()) {
        String escaped = shown.replace("&", "&amp;").replace("<", "&lt;");
        spans.append(
            name.isEmpty()
                ? escaped
                : "<tspan class=\"%s\">%s</tspan>".formatted(name, escaped));
      }
      if (!found) {
        break;
      }
      name =
          switch (style.group(1)) {
            case "1" -> "b";
            case "2" -> "d";
            case "31" -> "r";
            default -> "";
          };
      from = style.end();
    }
    return spans.toString();
  }
}
