package dev.gitopsbinding.git.source.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.SshGitServer;
import dev.gitopsbinding.testing.program.Command;
import dev.gitopsbinding.testing.program.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Measures how a history of 50 000 commits is read, against {@code git clone}, over SSH: {@link
 * LongHistoryProbe} in processes of its own, and git, in turn.
 */
public final class LongHistoryMain {
  /** How many times as long as git the operator may need, with a local copy that is to be made. */
  private static final double BUDGET = 3;

  private static final int COMMITS = 50_000;
  private static final int RUNS = 5;
  private static final Path OPTIONS = Path.of("src/build/jvm.options");

  private final TemporaryFolder folder = TemporaryFolder.create("long-history");
  private final SshGitServer server = SshGitServer.start();
  private final GitRepository source = server.createRepository("web.git");

  private LongHistoryMain() {}

  /** Prints the figures; ends with 1 if the budget was missed. */
  public static void main(String[] arguments) throws IOException {
    System.exit(new LongHistoryMain().run() ? 0 : 1);
  }

  private boolean run() throws IOException {
    source.git("config", "uploadpack.allowFilter", "true");
    generate();
    source.git("repack", "-adq");
    List<String> commits = source.log("main", "%H");
    source.git("branch", "next", "main");
    source.commit("next", "f", "the next one");
    Path key = Files.writeString(folder.path().resolve("key"), server.privateKey());
    Path hosts = Files.writeString(folder.path().resolve("hosts"), server.knownHosts());
    List<String> probe =
        List.of(
            JavaProgram.tool("java"),
            "@" + OPTIONS.toAbsolutePath(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            LongHistoryProbe.class.getName(),
            server.url("web.git"),
            key.toString(),
            hosts.toString(),
            source.directory().toString(),
            commits.getFirst(),
            commits.getLast());
    SequencedMap<String, List<Double>> figures = new LinkedHashMap<>();
    for (int run = 0; run < RUNS; run++) {
      note(figures, LongHistoryProbe.GIT, clone("before-" + run));
      Command.in(Path.of("").toAbsolutePath())
          .run(probe.toArray(String[]::new))
          .lines()
          .map(line -> line.split(LongHistoryProbe.SEPARATOR))
          .forEach(figure -> note(figures, figure[0], Double.parseDouble(figure[1])));
      note(figures, LongHistoryProbe.GIT, clone("after-" + run));
    }
    return report(figures);
  }

  private double clone(String name) {
    Path into = folder.path().resolve(name);
    long start = System.nanoTime();
    source
        .with(server.environment())
        .git("clone", "-q", "--filter=tree:0", "--bare", server.url("web.git"), into.toString());
    return (System.nanoTime() - start) / 1e9;
  }

  private static void note(SequencedMap<String, List<Double>> figures, String name, double value) {
    figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  private static boolean report(SequencedMap<String, List<Double>> figures) {
    double git = median(figures.getOrDefault(LongHistoryProbe.GIT, List.of()));
    figures.forEach(
        (name, values) ->
            System.out.printf(
                "%-52s %6.3f s (%.3f to %.3f), %.1f x git%n",
                name,
                median(values),
                values.stream().mapToDouble(value -> value).min().orElse(0),
                values.stream().mapToDouble(value -> value).max().orElse(0),
                median(values) / git));
    return median(figures.getOrDefault(LongHistoryProbe.COLD, List.of())) <= BUDGET * git;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private void generate() {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < COMMITS; i++) {
      stream.append("commit refs/heads/main\nauthor Ada Lovelace <ada@example.com> ");
      stream
          .append(1_600_000_000 + i)
          .append(" +0000\ncommitter Grace Hopper <grace@example.com> ");
      stream.append(1_600_000_000 + i).append(" +0000\n");
      String message =
          "feat: change number %d of the service (#%d)\n\nReviewed-by: A\n".formatted(i, i / 2);
      stream.append("data ").append(message.length()).append('\n').append(message);
      stream.append("M 644 inline src/f").append(i % 500).append("\ndata ");
      stream.append(String.valueOf(i).length()).append('\n').append(i).append('\n');
    }
    source.feed(stream.toString().getBytes(UTF_8), "fast-import", "--quiet");
  }
}
