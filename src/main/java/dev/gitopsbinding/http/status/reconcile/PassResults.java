package dev.gitopsbinding.http.status.reconcile;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.http.Response;
import dev.gitopsbinding.http.status.BindingRow;
import dev.gitopsbinding.http.status.BindingView;
import dev.gitopsbinding.http.status.JsonRenderer;
import dev.gitopsbinding.http.status.RowStream;
import dev.gitopsbinding.model.BindingId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The results of a pass, as soon as all of its syncs have ended or the client's time is over. Until
 * then an empty line is sent each second (RFC 8259, section 2, allows them before the list): so a
 * client that has left is noticed, and keeps no other waiting.
 *
 * @param wanted the bindings of the pass
 * @param timeout how long the client waits
 */
record PassResults(BindingView view, SyncPass pass, Set<BindingId> wanted, Duration timeout)
    implements Response.Stream {
  static final String CONTENT_TYPE = "application/json";
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

  @Override
  public void writeTo(OutputStream out) throws IOException {
    Set<BindingId> pending;
    try {
      pending = await(out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    // A slow reader of the answer keeps no other pass waiting.
    pass.close();
    List<BindingRow> rows =
        view.bindings()
            .filter(resource -> wanted.contains(BindingRow.idOf(resource)))
            .map(resource -> row(resource, pending))
            .sorted(BindingRow.BY_NAME)
            .toList();
    new RowStream(new JsonRenderer(), rows.iterator()).writeTo(out);
  }

  private Set<BindingId> await(OutputStream out) throws IOException, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (left.compareTo(SIGN_OF_LIFE) <= 0) {
        return pass.await(left.isNegative() ? Duration.ZERO : left);
      }
      Set<BindingId> pending = pass.await(SIGN_OF_LIFE);
      if (pending.isEmpty()) {
        return pending;
      }
      out.write('\n');
      out.flush();
    }
  }

  @Override
  public void close() {
    pass.close();
  }

  private BindingRow row(GitOpsBinding resource, Set<BindingId> pending) {
    BindingId id = BindingRow.idOf(resource);
    return BindingRow.of(resource, view.nextLook(id).orElse(null), pending.contains(id));
  }
}
