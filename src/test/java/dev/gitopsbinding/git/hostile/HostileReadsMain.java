package dev.gitopsbinding.git.hostile;

import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.credential.Credentials;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.git.runtime.GitRuntime;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitSettingsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads everything it is told to at once, each for another namespace, in a process of its own.
 * Arguments: a folder for local copies, seconds for each read, and what is read: {@code file URL},
 * {@code tip URL} or {@code key FILE}. Prints a line for each, the longest time that a virtual
 * thread was kept from running, and how many threads were still at work two seconds later.
 */
final class HostileReadsMain {
  private static final Duration STEP = Duration.ofMillis(20);

  private HostileReadsMain() {}

  public static void main(String[] arguments) throws Exception {
    GitSettings settings =
        GitSettingsBuilder.in(Path.of(arguments[0])).allowLoopback(true).allowHttp(true).build();
    Duration timeout = Duration.ofSeconds(Integer.parseInt(arguments[1]));
    try (GitRuntime git = GitParts.start(settings);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicBoolean done = new AtomicBoolean();
      Future<Long> probe = threads.submit(() -> longestGap(done));
      List<Future<String>> reads = new ArrayList<>();
      for (int i = 2; i < arguments.length; i += 2) {
        String tenant = "team-" + i;
        reads.add(threads.submit(read(git, arguments[i], arguments[i + 1], tenant, timeout)));
      }
      print(reads);
      done.set(true);
      System.out.println("gap=" + probe.get());
      System.out.println("left=" + left());
    }
  }

  private static void print(List<Future<String>> reads)
      throws InterruptedException, ExecutionException {
    for (Future<String> read : reads) {
      System.out.println("read " + read.get());
    }
  }

  private static Callable<String> read(
      GitRuntime git, String kind, String what, String tenant, Duration timeout) {
    return switch (kind) {
      case "file" ->
          () ->
              text(
                  git.lanes()
                      .read(
                          remote(what, tenant),
                          new RepositoryPath("apps/web.yaml"),
                          Instant.now(),
                          timeout));
      case "tip" -> () -> text(git.sourceTips().tip(remote(what, tenant), Instant.now(), timeout));
      case "key" -> () -> text(credential(Path.of(what), tenant));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static Result<Credential> credential(Path key, String tenant) throws IOException {
    return Credentials.of(
        RepositoryUrl.parse("ssh://git@127.0.0.1/web.git"),
        new SecretData(
            tenant,
            "key",
            "kubernetes.io/ssh-auth",
            Map.of(),
            Map.of(
                "ssh-privatekey",
                Files.readAllBytes(key),
                "password",
                "secret".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
  }

  private static Remote remote(String url, String tenant) {
    return new Remote(
        new RemoteBranch(RepositoryUrl.parse(url), "main"), new Credential.Anonymous(null), tenant);
  }

  private static String text(Result<?> result) {
    return switch (result) {
      case Result.Ok<?> _ -> "OK";
      case Result.Failed<?>(Failure failure) -> failure.reason().text() + " " + failure.message();
    };
  }

  private static long longestGap(AtomicBoolean done) throws InterruptedException {
    long longest = 0;
    while (!done.get()) {
      long start = System.nanoTime();
      Thread.sleep(STEP);
      longest = Math.max(longest, System.nanoTime() - start);
    }
    return Duration.ofNanos(longest).toMillis();
  }

  private static long left() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    long left = atWork();
    while (left > 0 && System.nanoTime() < end) {
      Thread.sleep(STEP);
      left = atWork();
    }
    return left;
  }

  private static long atWork() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("git .*|cpu"))
        .count();
  }
}
