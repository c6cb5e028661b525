package dev.gitopsbinding.git.store;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The branch of a local copy, and its tenants. Stays the same when the copy is replaced. */
public final class CopyOwner {
  private final String original;
  private final BooleanSupplier release;
  private volatile Set<String> tenants = Set.of();
  private volatile long lastUsed = System.nanoTime();

  /**
   * @param original the name of the copied branch, for messages
   * @param release deletes the copy unless it is in use; true if it was deleted
   */
  public CopyOwner(String original, BooleanSupplier release) {
    this.original = original;
    this.release = release;
  }

  /** Records that a tenant uses the copy now. */
  public void usedBy(String tenant) {
    lastUsed = System.nanoTime();
    if (!tenants.contains(tenant)) {
      add(tenant);
    }
  }

  private synchronized void add(String tenant) {
    Set<String> more = new HashSet<>(tenants);
    more.add(tenant);
    tenants = Set.copyOf(more);
  }

  /** The name of the copied branch. */
  String original() {
    return original;
  }

  /** The namespaces that use the copy. */
  Set<String> tenants() {
    return tenants;
  }

  /** The time of the last use, by {@link System#nanoTime}. */
  long lastUsed() {
    return lastUsed;
  }

  /** Deletes the copy unless it is in use; true if it was deleted. */
  boolean release() {
    return release.getAsBoolean();
  }
}
