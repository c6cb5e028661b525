package dev.gitopsbinding.bench.yardstick;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gitopsbinding.bench.figure.Stats;
import dev.gitopsbinding.bench.fleet.FleetPlan;
import dev.gitopsbinding.bench.fleet.FleetPlan.App;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.bench.lab.Progress;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.program.Command;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * L: the least that the git command line can do for a whole round of a scenario. It keeps one SSH
 * connection and one bare clone, lists all sources and fetches at once, makes all commits by one
 * git-fast-import(1), and pushes once.
 */
public final class LimitYardstick {
  private static final int UNMEASURED = 1;
  private static final int ROUNDS = 5;

  /** What sshd allows over one connection. */
  private static final int SESSIONS = 10;

  private static final String MAIN = "refs/heads/main";

  private final Lab lab;
  private final Map<String, Double> measured = new TreeMap<>();

  LimitYardstick(Lab lab) {
    this.lab = lab;
  }

  /** All that was measured so far, in seconds, by name. */
  public Map<String, Double> measured() {
    return measured;
  }

  /** The seconds of a round with as many bindings and sources; measured when first asked for. */
  public double of(FleetPlan plan) {
    String name =
        "%d files, %d bindings, %d sources"
            .formatted(plan.layout().otherFiles(), plan.bindings(), plan.sources());
    return measured.computeIfAbsent(name, _ -> measure(name, plan));
  }

  private double measure(String name, FleetPlan plan) {
    FleetPlan single =
        FleetPlan.of("limit-" + measured.size(), plan.bindings(), plan.sources())
            .withLayout(plan.layout());
    // The path of a control socket is at most 108 bytes long.
    try (TemporaryFolder sockets = TemporaryFolder.create("ssh-control");
        var repositories = new YardstickRepositories(lab, single)) {
      Git git = new Git(lab, single, repositories.clones(), sockets.path());
      List<Double> seconds = new ArrayList<>();
      git.open();
      try {
        for (int i = 0; i < UNMEASURED + ROUNDS; i++) {
          repositories.commitSources("round " + i + "\n");
          long start = System.nanoTime();
          git.round();
          seconds.add((System.nanoTime() - start) / 1e9);
        }
      } finally {
        git.close();
      }
      double limit = Stats.median(seconds.subList(UNMEASURED, seconds.size()));
      Progress.note("L of %s: %.3f s".formatted(name, limit));
      return limit;
    }
  }

  /** The clone, and the connection that is kept. */
  private static final class Git {
    private final List<App> apps;
    private final Command outside;
    private final Command clone;
    private final String manifest;
    private final List<String> sources;
    private final String ssh;

    private Git(Lab lab, FleetPlan plan, Path clones, Path sockets) {
      this.apps = IntStream.range(0, plan.bindings()).mapToObj(plan::app).toList();
      this.manifest = lab.url(plan.manifestName(0));
      this.sources =
          IntStream.range(0, plan.sources()).mapToObj(i -> lab.url(plan.sourceName(i))).toList();
      Map<String, String> environment = lab.gitEnvironment();
      this.ssh = environment.get("GIT_SSH_COMMAND") + " -o ControlPath=" + sockets + "/s";
      environment.put("GIT_SSH_COMMAND", ssh);
      this.outside = Command.in(clones).with(environment);
      this.clone = Command.in(clones.resolve("clone.git")).with(environment);
    }

    void open() {
      master("-M -N -f");
      outside.run(
          "git", "clone", "-q", "--bare", "--depth", "1", "-b", "main", manifest, "clone.git");
      clone.run("git", "config", "gc.auto", "0");
      clone.run("git", "config", "maintenance.auto", "false");
    }

    void close() {
      master("-O exit");
    }

    /** The connection that the others share, which ends only when it is asked to. */
    private void master(String options) {
      String authority = manifest.replaceFirst("^(ssh://[^/]+)/.*", "$1");
      outside.run("sh", "-c", ssh + " " + options + " " + authority + " >/dev/null 2>&1");
    }

    void round() {
      Map<Integer, String> tags = new ConcurrentHashMap<>();
      try (var executor = Executors.newFixedThreadPool(SESSIONS)) {
        List<CompletableFuture<Void>> requests = new ArrayList<>();
        requests.add(
            CompletableFuture.runAsync(
                () -> clone.run("git", "fetch", "-q", "origin", "+" + MAIN + ":" + MAIN),
                executor));
        for (int i = 0; i < sources.size(); i++) {
          int source = i;
          requests.add(
              CompletableFuture.runAsync(
                  () -> {
                    String line = outside.run("git", "ls-remote", sources.get(source), MAIN);
                    tags.put(source, line.replaceFirst("\\s.*", ""));
                  },
                  executor));
        }
        requests.forEach(CompletableFuture::join);
      }
      clone.feed(commits(tags), "git", "fast-import", "--quiet");
      clone.run("git", "push", "-q", "origin", MAIN);
    }

    private byte[] commits(Map<Integer, String> tags) {
      String paths =
          apps.stream().map(app -> MAIN + ":" + app.path() + "\n").collect(Collectors.joining());
      ByteBuffer blobs =
          ByteBuffer.wrap(
              clone.feed(paths.getBytes(UTF_8), "git", "cat-file", "--batch").content().bytes());
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      String parent = "from " + MAIN + "^0\n";
      for (App app : apps) {
        String tag = tags.get(app.source());
        String message = "chore(refs): update " + app.image() + " to " + tag;
        String text = blob(blobs).replaceFirst(app.image() + ":[^\"]*", app.image() + ":" + tag);
        stream.writeBytes(
            """
            commit %s
            committer Yardstick <yardstick@example.com> 1750000000 +0000
            data %d
            %s
            %sM 100644 inline %s
            data %d
            %s
            """
                .formatted(
                    MAIN,
                    message.length(),
                    message,
                    parent,
                    app.path(),
                    text.getBytes(UTF_8).length,
                    text)
                .getBytes(UTF_8));
        parent = "";
      }
      return stream.toByteArray();
    }

    /** The next of the blobs as git-cat-file(1) prints them: a line that ends in the size, text. */
    private static String blob(ByteBuffer blobs) {
      StringBuilder head = new StringBuilder();
      for (char c = (char) blobs.get(); c != '\n'; c = (char) blobs.get()) {
        head.append(c);
      }
      byte[] text = new byte[Integer.parseInt(head.substring(head.lastIndexOf(" ") + 1))];
      blobs.get(text).get();
      return new String(text, UTF_8);
    }
  }
}
