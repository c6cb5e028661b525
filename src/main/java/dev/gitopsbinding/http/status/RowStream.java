package dev.gitopsbinding.http.status;

import dev.gitopsbinding.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The body of a list. Only one thread of the process renders at a time, block by block, and no
 * block is sent in a turn: many clients cost no more than one processor, and a slow one costs a
 * block of memory and keeps no other waiting.
 */
public record RowStream(RowRenderer renderer, Iterator<BindingRow> rows)
    implements Response.Stream {
  private static final int BLOCK_BYTES = 32 << 10;
  private static final Semaphore TURNS = new Semaphore(1, true);

  @Override
  public void writeTo(OutputStream out) throws IOException {
    @Nullable ByteArrayOutputStream block = null;
    int number = 0;
    boolean ended = false;
    while (!ended) {
      takeTurn();
      try {
        if (block == null) {
          block = new ByteArrayOutputStream(2 * BLOCK_BYTES);
          add(renderer.beginning(), block);
        }
        while (rows.hasNext() && block.size() < BLOCK_BYTES) {
          add(renderer.row(number++, rows.next()), block);
        }
        if (!rows.hasNext()) {
          add(renderer.end(), block);
          ended = true;
        }
      } finally {
        TURNS.release();
      }
      block.writeTo(out);
      block.reset();
    }
  }

  private static void takeTurn() throws InterruptedIOException {
    try {
      TURNS.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private static void add(String part, ByteArrayOutputStream block) {
    block.writeBytes(part.getBytes(StandardCharsets.UTF_8));
  }
}
