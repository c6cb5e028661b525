package dev.gitopsbinding.git.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.training.TestCertificates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceTipsIT {
  private static final TestCertificates CERTIFICATES = TestCertificates.create();
  private static final Credential ANONYMOUS = new Credential.Anonymous(CERTIFICATES.authorityPem());

  @Test
  void theListenerHearsEachReadAndHowItEnded() {
    try (HttpGitServer server = HttpGitServer.https(CERTIFICATES.serverContext())) {
      // Given
      server.createRepository("web.git").commit("main", "README.md", "hello\n");
      List<String> heard = new CopyOnWriteArrayList<>();
      GitListener listener =
          new GitListener() {
            @Override
            public void operationEnded(
                Operation operation, String host, @Nullable Reason failure, Duration took) {
              heard.add(operation + " " + (failure == null ? "ok" : failure.name()));
            }

            @Override
            public void pushed(int commits) {}

            @Override
            public void rejectedPushRetried() {}
          };
      SourceTips tips =
          new SourceTips(
              GitParts.connector(Reading.SETTINGS, listener, Clock.systemUTC()),
              Clock.systemUTC(),
              10);

      // When
      tips.tip(remote(server.url("web.git")), Instant.EPOCH, Reading.TIMEOUT);
      tips.tip(remote(server.url("none.git")), Instant.EPOCH, Reading.TIMEOUT);

      // Then
      assertThat(heard).containsExactly("LS_REFS ok", "LS_REFS REPOSITORY_NOT_FOUND");
    }
  }

  @Test
  void aHundredAskersShareOneRead() {
    try (HttpGitServer server = HttpGitServer.https(CERTIFICATES.serverContext())) {
      // Given
      String commit = server.createRepository("web.git").commit("main", "README.md", "hello\n");
      SourceTips tips = new SourceTips(GitParts.connector(Reading.SETTINGS), Clock.systemUTC(), 10);
      Remote remote = remote(server.url("web.git"));

      // When
      List<CompletableFuture<Result<Tip>>> askers = new ArrayList<>();
      for (int asker = 0; asker < 100; asker++) {
        CompletableFuture<Result<Tip>> answer = new CompletableFuture<>();
        Thread.ofVirtual()
            .start(() -> answer.complete(tips.tip(remote, Instant.EPOCH, Reading.TIMEOUT)));
        askers.add(answer);
      }

      // Then
      assertThat(askers)
          .allSatisfy(asker -> assertThat(Reading.commit(asker.join())).isEqualTo(commit));
      assertThat(server.requests()).hasSize(2);
    }
  }

  private static Remote remote(String url) {
    return new Remote(new RemoteBranch(RepositoryUrl.parse(url), "main"), ANONYMOUS, "shop");
  }
}
