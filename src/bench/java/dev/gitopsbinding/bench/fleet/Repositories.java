package dev.gitopsbinding.bench.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.program.Command;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Fills bare repositories quickly, by one run of git-fast-import(1) each. */
public final class Repositories {
  private static final String PERSON = "Bench <bench@example.com>";
  private static final long TIME = 1_750_000_000L;
  private static final List<String> WORDS =
      List.of("replicas", "port", "timeout", "cache", "queue", "limit", "zone", "shard", "probe");

  private Repositories() {}

  /** What a manifest repository holds beside the bindings' files. */
  public record Layout(int otherFiles, int folders, int commits) {
    /** The mono-repository of the bursts. */
    static final Layout USUAL = new Layout(400, 20, 1);

    /** The large one. */
    public static final Layout LARGE = new Layout(10_000, 500, 2_000);

    /** A source with a hundred services. */
    static final Layout MONO = new Layout(1_000, 100, 2_000);
  }

  /** Sets a bare repository up as hosts do: a reflog, and no garbage collection in between. */
  public static GitRepository configure(GitRepository bare) {
    bare.git("config", "gc.auto", "0");
    bare.git("config", "receive.autogc", "false");
    bare.git("config", "core.logAllRefUpdates", "true");
    return bare;
  }

  /** Makes the branch main with the target files and the others. */
  public static void fill(GitRepository bare, Layout layout, Map<String, String> targets) {
    Random random = new Random(4);
    Map<String, String> files = new LinkedHashMap<>(targets);
    for (int i = 0; i < layout.otherFiles(); i++) {
      files.put(otherPath(layout, i), otherText(random, i));
    }
    Stream stream = new Stream();
    stream.commit("first", files);
    for (int i = 1; i < layout.commits(); i++) {
      int file = random.nextInt(layout.otherFiles());
      stream.commit("change " + i, Map.of(otherPath(layout, file), otherText(random, file)));
    }
    stream.importInto(bare);
  }

  /** Puts a commit on top of main that touches one file. Answers its SHA. */
  public static String commit(GitRepository bare, String path, String text) {
    Stream stream = new Stream();
    stream.append("commit refs/heads/main\n");
    stream.header("change " + path);
    stream.append("from refs/heads/main^0\n");
    stream.file(path, text);
    stream.importInto(bare);
    return bare.tip("main");
  }

  private static String otherPath(Layout layout, int file) {
    return "other/team-%03d/file-%05d.yaml".formatted(file % layout.folders(), file);
  }

  private static String otherText(Random random, int file) {
    StringBuilder text =
        new StringBuilder("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other-")
            .append(file)
            .append("\ndata:\n");
    for (int line = 0; line < 30; line++) {
      text.append("  ")
          .append(WORDS.get(random.nextInt(WORDS.size())))
          .append('-')
          .append(line)
          .append(": \"")
          .append(Integer.toHexString(random.nextInt()))
          .append("\"\n");
    }
    return text.toString();
  }

  /** The input of git-fast-import. */
  private static final class Stream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private void commit(String message, Map<String, String> files) {
      append("commit refs/heads/main\n");
      header(message);
      files.forEach(this::file);
    }

    private void header(String message) {
      append("committer " + PERSON + " " + TIME + " +0000\n");
      data(message);
    }

    private void file(String path, String text) {
      append("M 100644 inline " + path + "\n");
      data(text);
    }

    private void data(String text) {
      append("data " + text.getBytes(UTF_8).length + "\n" + text + "\n");
    }

    private void append(String text) {
      bytes.writeBytes(text.getBytes(UTF_8));
    }

    private void importInto(GitRepository bare) {
      Command.in(bare.directory())
          .with(Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1"))
          .feed(bytes.toByteArray(), "git", "fast-import", "--quiet");
    }
  }
}
