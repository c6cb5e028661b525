package dev.gitopsbinding.git.hostile;

import com.sun.net.httpserver.HttpExchange;
import dev.gitopsbinding.testing.git.HttpGitServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** A fake git server that sends packs and lists that no real git server would send. */
public final class CraftedAnswers {
  private static final int LONGEST_PACKET = 65_000;

  private CraftedAnswers() {}

  /** Version 2 (gitprotocol-v2(5)): one branch, main, and a pack for every fetch. */
  public static HttpGitServer.Fault pack(String tip, byte[] pack) {
    return exchange -> {
      if (exchange.getRequestMethod().equals("GET")) {
        OutputStream out = begin(exchange, "upload-pack-advertisement");
        text(out, "# service=git-upload-pack\n");
        flush(out);
        text(out, "version 2\n");
        text(out, "ls-refs\n");
        text(out, "fetch=shallow\n");
        flush(out);
        return;
      }
      String question = question(exchange);
      OutputStream out = begin(exchange, "upload-pack-result");
      if (question.contains("command=ls-refs")) {
        text(out, tip + " refs/heads/main\n");
      } else {
        text(out, "packfile\n");
        for (int from = 0; from < pack.length; from += LONGEST_PACKET) {
          sideband(
              out, Arrays.copyOfRange(pack, from, Math.min(pack.length, from + LONGEST_PACKET)));
        }
      }
      flush(out);
    };
  }

  /** Version 0 (gitprotocol-pack(5)): a list of branches of a given size, main the last of them. */
  static HttpGitServer.Fault list(String tip, int bytes) {
    return exchange -> {
      OutputStream out = begin(exchange, "upload-pack-advertisement");
      text(out, "# service=git-upload-pack\n");
      flush(out);
      text(out, tip + " refs/heads/a\0agent=stand-in\n");
      int sent = 200;
      for (int i = 0; sent < bytes - 200; i++) {
        String line = "%s refs/heads/b%07d\n".formatted(tip, i);
        text(out, line);
        sent += line.length() + 4;
      }
      text(out, tip + " refs/heads/main\n");
      flush(out);
    };
  }

  private static String question(HttpExchange exchange) throws IOException {
    InputStream body = exchange.getRequestBody();
    boolean compressed = exchange.getRequestHeaders().containsKey("Content-Encoding");
    try (InputStream plain = compressed ? new GZIPInputStream(body) : body) {
      return new String(plain.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static OutputStream begin(HttpExchange exchange, String type) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-git-" + type);
    exchange.sendResponseHeaders(200, 0);
    return new BufferedOutputStream(exchange.getResponseBody(), 1 << 16);
  }

  private static void text(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    out.write("%04x".formatted(bytes.length + 4).getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
  }

  private static void sideband(OutputStream out, byte[] data) throws IOException {
    out.write("%04x".formatted(data.length + 5).getBytes(StandardCharsets.US_ASCII));
    out.write(1);
    out.write(data);
  }

  private static void flush(OutputStream out) throws IOException {
    out.write("0000".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
