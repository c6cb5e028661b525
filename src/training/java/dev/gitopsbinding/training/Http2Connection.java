package dev.gitopsbinding.training;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http2.frame.DefaultFrameFactory;
import org.apache.hc.core5.http2.frame.FrameFactory;
import org.apache.hc.core5.http2.frame.FrameFlag;
import org.apache.hc.core5.http2.frame.FrameType;
import org.apache.hc.core5.http2.frame.RawFrame;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.http2.hpack.HPackException;
import org.apache.hc.core5.http2.impl.io.FrameInputBuffer;
import org.apache.hc.core5.http2.impl.io.FrameOutputBuffer;
import org.apache.hc.core5.util.ByteArrayBuffer;

/**
 * The server's side of one HTTP/2 connection (RFC 9113), for requests and answers that are small:
 * it gives back every byte of the window at once and never waits for the client's.
 */
final class Http2Connection {
  private static final FrameFactory FRAMES = DefaultFrameFactory.INSTANCE;
  private static final int PREFACE_BYTES = 24;
  private static final int MAX_FRAME_BYTES = 16_384;
  private static final int PRIORITY_BYTES = 5;

  private final Socket socket;
  private final Service service;
  private final FrameInputBuffer input = new FrameInputBuffer(MAX_FRAME_BYTES);
  private final FrameOutputBuffer output = new FrameOutputBuffer(MAX_FRAME_BYTES);
  private final HPackDecoder decoder =
      new HPackDecoder(MAX_FRAME_BYTES, StandardCharsets.ISO_8859_1);
  private final HPackEncoder encoder =
      new HPackEncoder(MAX_FRAME_BYTES, StandardCharsets.ISO_8859_1);
  private final Map<Integer, Request> open = new HashMap<>();

  /** Answers requests. */
  @FunctionalInterface
  interface Service {
    ClusterStandIn.Answer answer(String method, String target, byte[] body) throws IOException;
  }

  private record Request(Map<String, String> headers, ByteArrayOutputStream body) {}

  Http2Connection(Socket socket, Service service) {
    this.socket = socket;
    this.service = service;
  }

  /** Serves until the client goes. */
  void serve() throws IOException {
    if (socket.getInputStream().readNBytes(PREFACE_BYTES).length < PREFACE_BYTES) {
      throw new EOFException();
    }
    write(FRAMES.createSettings());
    while (!socket.isClosed()) {
      receive(input.read(socket.getInputStream()));
    }
  }

  private void receive(RawFrame frame) throws IOException {
    switch (FrameType.valueOf(frame.getType())) {
      case SETTINGS -> acknowledge(frame, FRAMES.createSettingsAck());
      case PING -> acknowledge(frame, FRAMES.createPingAck(frame.getPayload()));
      case HEADERS -> open(frame);
      case DATA -> append(frame);
      case CONTINUATION -> throw new IOException("headers this long are not expected");
      case null, default -> {}
    }
  }

  private void acknowledge(RawFrame frame, RawFrame answer) throws IOException {
    if (!frame.isFlagSet(FrameFlag.ACK)) {
      write(answer);
    }
  }

  private void open(RawFrame frame) throws IOException {
    ByteBuffer block = frame.getPayloadContent();
    if (frame.isFlagSet(FrameFlag.PRIORITY)) {
      block.position(block.position() + PRIORITY_BYTES);
    }
    open.put(frame.getStreamId(), new Request(headers(block), new ByteArrayOutputStream()));
    answerIfComplete(frame);
  }

  private Map<String, String> headers(ByteBuffer block) throws IOException {
    try {
      Map<String, String> headers = new HashMap<>();
      for (Header header : decoder.decodeHeaders(block)) {
        headers.put(header.getName(), header.getValue());
      }
      return headers;
    } catch (HPackException e) {
      throw new IOException(e);
    }
  }

  private void append(RawFrame frame) throws IOException {
    int length = frame.getLength();
    ByteBuffer content = frame.getPayloadContent();
    if (content != null) {
      byte[] bytes = new byte[content.remaining()];
      content.get(bytes);
      open.get(frame.getStreamId()).body().writeBytes(bytes);
    }
    if (length > 0) {
      write(FRAMES.createWindowUpdate(0, length));
    }
    answerIfComplete(frame);
  }

  private void answerIfComplete(RawFrame frame) throws IOException {
    if (!frame.isFlagSet(FrameFlag.END_STREAM)) {
      return;
    }
    int stream = frame.getStreamId();
    Request request = open.remove(stream);
    ClusterStandIn.Answer answer =
        service.answer(
            request.headers().get(":method"),
            request.headers().get(":path"),
            request.body().toByteArray());
    var block = new ByteArrayBuffer(256);
    encoder.encodeHeaders(
        block,
        List.of(
            new BasicHeader(":status", String.valueOf(answer.status())),
            new BasicHeader("content-type", "application/json")),
        true);
    write(
        FRAMES.createHeaders(
            stream, ByteBuffer.wrap(block.array(), 0, block.length()), true, false));
    writeBody(stream, answer.bytes());
  }

  private void writeBody(int stream, byte[] body) throws IOException {
    for (int from = 0; from < body.length; from += MAX_FRAME_BYTES) {
      int length = Math.min(MAX_FRAME_BYTES, body.length - from);
      boolean last = from + length == body.length;
      write(FRAMES.createData(stream, ByteBuffer.wrap(body, from, length), last));
    }
  }

  private void write(RawFrame frame) throws IOException {
    output.write(frame, socket.getOutputStream());
    socket.getOutputStream().flush();
  }
}
