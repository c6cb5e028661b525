package dev.gitopsbinding.git.store;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Which branch a local copy is of, and who uses it. Stays the same when the copy is replaced. */
public final class CopyOwner {
  private final String of;
  private final BooleanSupplier giveUp;
  private volatile Set<String> tenants = Set.of();
  private volatile long lastUsed = System.nanoTime();

  /**
   * @param of what it is a copy of, for messages
   * @param giveUp deletes the copy unless it is in use, and tells whether it did
   */
  public CopyOwner(String of, BooleanSupplier giveUp) {
    this.of = of;
    this.giveUp = giveUp;
  }

  /** Notes that a tenant uses it now. */
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

  String of() {
    return of;
  }

  /** The namespaces that use it. */
  Set<String> tenants() {
    return tenants;
  }

  /** When it was used last, by {@link System#nanoTime}. */
  long lastUsed() {
    return lastUsed;
  }

  /** Deletes the copy unless it is in use; whether it did. */
  boolean giveUp() {
    return giveUp.getAsBoolean();
  }
}
