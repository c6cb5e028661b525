package dev.gitopsbinding.git.transport.http;

import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.runtime.GitRuntime;
import dev.gitopsbinding.git.store.read.FileAtTip;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.CompressingFront;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.GitSettingsBuilder;
import dev.gitopsbinding.testing.git.HttpGitServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git servers behind proxies that compress. */
class CompressionIT {
  private static final Credential ANONYMOUS = new Credential.Anonymous(null);
  private static final String FILE = "apps/web.yaml";

  private static final byte[] BEGINNING =
      "001e# service=git-upload-pack\n0000000eversion 2\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  @AutoClose private HttpGitServer server;
  private GitSettings settings;

  @BeforeEach
  void start() {
    server = HttpGitServer.http();
    settings = GitSettingsBuilder.in(folder).allowLoopback(true).allowHttp(true).build();
  }

  @Fault(value = "proxy that compresses answers", holds = "I1")
  @Test
  void readsAndPushesThroughAProxyThatCompresses() throws Exception {
    // Given
    GitRepository repository = server.createRepository("web.git");
    repository.commit("main", FILE, "tag: 0\n");
    try (CompressingFront front = CompressingFront.before(origin());
        GitRuntime git = GitParts.start(settings)) {
      Remote remote = remote(front.url("web.git"));

      // When
      Result<Tip> tip = git.sourceTips().tip(remote, Instant.now(), Reading.TIMEOUT);
      String pushed =
          pushed(
                  git.lanes()
                      .submit(remote, "main", change(FILE, "tag", "0", "1"))
                      .result()
                      .get(30, TimeUnit.SECONDS))
              .commit()
              .hex();
      for (int i = 0; i < 40; i++) {
        repository.commit("main", "other-" + i, "x\n");
      }
      Result<FileAtTip> file =
          git.lanes().read(remote, new RepositoryPath(FILE), Instant.now(), Reading.TIMEOUT);

      // Then
      assertThat(Reading.commit(tip)).isNotEqualTo(pushed);
      assertThat(file).isInstanceOf(Result.Ok.class);
      assertThat(repository.text("main", FILE)).isEqualTo("tag: 1\n");
      assertThat(front.compressedAnswers()).isPositive();
    }
  }

  @Fault(value = "compressed answer without an end", holds = "I6")
  @Test
  void whatCountsOfACompressedAnswerIsWhatItDecompressesTo() {
    answer("gzip", out -> writeForEver(new GZIPOutputStream(out)));
    Failure failure = Reading.failure(tip(), Reason.RECEIVED_TOO_MUCH);
    assertThat(failure.message()).contains(" " + (8 << 20) + " bytes");
  }

  @Fault(value = "answer that is compressed twice", holds = "I6")
  @Test
  void anAnswerThatIsCompressedTwiceIsRefused() {
    answer("gzip, gzip", CompressionIT::writeTwiceCompressed);
    Failure failure = Reading.failure(tip(), Reason.REMOTE_ERROR);
    assertThat(failure.message()).contains("compressed its answer more than once");
  }

  private interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  private void answer(String encoding, Body body) {
    server.fail(
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Content-Type", "application/x-git-upload-pack-advertisement");
          exchange.getResponseHeaders().set("Content-Encoding", encoding);
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            body.writeTo(out);
          }
        });
  }

  private static void writeTwiceCompressed(OutputStream out) throws IOException {
    try (var twice = new GZIPOutputStream(new GZIPOutputStream(out))) {
      twice.write(BEGINNING);
    }
  }

  private static void writeForEver(OutputStream out) throws IOException {
    out.write(BEGINNING);
    byte[] line = ("0041" + "a".repeat(60) + "\n").getBytes(StandardCharsets.US_ASCII);
    while (true) {
      out.write(line);
    }
  }

  private Result<Tip> tip() {
    return Reading.tip(settings, server.url("web.git"), "main", ANONYMOUS, Duration.ofSeconds(20));
  }

  private String origin() {
    return server.url("").replaceFirst("/$", "");
  }

  private static Remote remote(String url) {
    return new Remote(new RemoteBranch(RepositoryUrl.parse(url), "main"), ANONYMOUS, "shop");
  }
}
