package dev.gitopsbinding.git.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.eclipse.jgit.transport.Transport;

/** A use of a transport that knows, after it was given up, whether it may still be running. */
public final class WatchedUse<T> implements Connector.Use<T> {
  private final Connector.Use<T> use;
  private int running;
  private boolean ended;

  public WatchedUse(Connector.Use<T> use) {
    this.use = use;
  }

  @Override
  public T apply(Transport transport) throws IOException {
    begin();
    try {
      return use.apply(transport);
    } finally {
      leave();
    }
  }

  /**
   * Prevents a later start.
   *
   * @return true if the use is not running, and so never will be
   */
  public synchronized boolean end() {
    ended = true;
    return running == 0;
  }

  private synchronized void begin() throws InterruptedIOException {
    if (ended) {
      throw new InterruptedIOException("given up before it began");
    }
    running++;
  }

  private synchronized void leave() {
    running--;
  }
}
