package dev.gitopsbinding.telemetry.otlp;

import dev.gitopsbinding.net.http.HttpUpload;
import dev.gitopsbinding.net.share.BoundedCall;
import dev.gitopsbinding.net.share.TimeLimit;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Sends the library's requests by the operator's own HTTP client. Called by the library's one
 * thread for sending, which waits; what ends meanwhile waits in the bounded queue.
 */
final class CollectorSender implements HttpSender {
  private static final int TRIES = 5;
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration MAX_DELAY = Duration.ofSeconds(5);

  private final HttpSenderConfig config;
  private final HttpUpload upload;
  private final ExportReporter reporter;

  CollectorSender(HttpSenderConfig config, HttpUpload upload) {
    this.config = config;
    this.upload = upload;
    this.reporter = new ExportReporter(config.getEndpoint());
  }

  private record Reply(int getStatusCode) implements HttpResponse {
    @Override
    public String getStatusMessage() {
      return "";
    }

    @Override
    public byte[] getResponseBody() {
      return new byte[0];
    }
  }

  @Override
  public void send(
      MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    try {
      byte[] body = body(message);
      HttpUpload.Answer answer =
          new BoundedCall("traces", config.getTimeout())
              .run(() -> send(headers(), body), upload::cancel, _ -> true)
              .orElseThrow(() -> new IOException("no answer within " + config.getTimeout()));
      reporter.answered(answer.status());
      onResponse.accept(new Reply(answer.status()));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      reporter.failed(cause);
      onError.accept(cause);
    } catch (IOException | RuntimeException e) {
      reporter.failed(e);
      onError.accept(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      onError.accept(e);
    }
  }

  @Override
  public CompletableResultCode shutdown() {
    upload.close();
    return CompletableResultCode.ofSuccess();
  }

  private HttpUpload.Answer send(Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    TimeLimit end = TimeLimit.in(config.getTimeout());
    Duration delay = FIRST_DELAY;
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt == TRIES;
      Duration wait = delay;
      try {
        HttpUpload.Answer answer = upload.post(headers, body);
        wait = RetryPolicy.delay(answer, delay);
        if (last || !RetryPolicy.isRetryable(answer.status()) || isTooLate(wait, end)) {
          return answer;
        }
      } catch (IOException e) {
        if (last || isTooLate(wait, end)) {
          throw e;
        }
      }
      Thread.sleep(wait);
      delay = delay.plus(delay).compareTo(MAX_DELAY) > 0 ? MAX_DELAY : delay.plus(delay);
    }
  }

  /** An attempt that would begin in the last moment only hides the reason of the one before. */
  private static boolean isTooLate(Duration wait, TimeLimit end) {
    return end.remaining().minusSeconds(1).compareTo(wait) < 0;
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    config
        .getHeadersSupplier()
        .get()
        .forEach((name, values) -> headers.put(name, String.join(",", values)));
    headers.put("Content-Type", config.getContentType());
    Compressor compressor = config.getCompressor();
    if (compressor != null) {
      headers.put("Content-Encoding", compressor.getEncoding());
    }
    return headers;
  }

  private byte[] body(MessageWriter message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Compressor compressor = config.getCompressor();
    if (compressor == null) {
      message.writeMessage(bytes);
    } else {
      try (OutputStream compressed = compressor.compress(bytes)) {
        message.writeMessage(compressed);
      }
    }
    return bytes.toByteArray();
  }
}
