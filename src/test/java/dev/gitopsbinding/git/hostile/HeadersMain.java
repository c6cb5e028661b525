package dev.gitopsbinding.git.hostile;

import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.git.GitSettingsBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads a tip at each port concurrently, and prints one line with each result. */
final class HeadersMain {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private HeadersMain() {}

  public static void main(String[] ports) throws InterruptedException, ExecutionException {
    GitSettings settings = GitSettingsBuilder.loopback().allowHttp(true).build();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Result<Tip>>> results = new ArrayList<>();
      for (String port : ports) {
        results.add(
            threads.submit(
                () ->
                    Reading.tip(
                        settings,
                        "http://127.0.0.1:" + port + "/web.git",
                        "main",
                        new Credential.Anonymous(null),
                        LIMIT)));
      }
      for (Future<Result<Tip>> result : results) {
        System.out.println(result.get());
      }
    }
    System.out.flush();
  }
}
