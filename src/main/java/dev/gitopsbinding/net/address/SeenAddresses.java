package dev.gitopsbinding.net.address;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Records at which addresses a host was found. Thread-safe. */
public final class SeenAddresses {
  private final AtomicReference<AddressPolicy.@Nullable Scope> farthest = new AtomicReference<>();

  /** Records addresses of the host. */
  public void note(List<InetAddress> addresses) {
    addresses.stream()
        .map(AddressPolicy::scopeOf)
        .forEach(
            scope ->
                farthest.accumulateAndGet(
                    scope,
                    (before, now) -> before == null || now.compareTo(before) < 0 ? now : before));
  }

  /**
   * Whether the host was found, and never at a public address. False for a host behind a proxy,
   * because the proxy resolves its name.
   */
  public boolean neverPublic() {
    return farthest.get() != null && farthest.get() != AddressPolicy.Scope.PUBLIC;
  }
}
