package dev.gitopsbinding.http.hook;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the newest deliveries, so that one that is sent again has no effect again. */
final class DeliveryMemory {
  private static final int CAPACITY = 4096;
  private static final int LONGEST_ID = 256;

  private final Map<Delivery, Boolean> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Delivery, Boolean> eldest) {
          return size() > CAPACITY;
        }
      };

  private record Delivery(String provider, String id) {}

  /**
   * Notes a delivery.
   *
   * @param id empty, or too long to be one, is always new
   * @return whether it is new
   */
  synchronized boolean note(String provider, String id) {
    return id.isEmpty()
        || id.length() > LONGEST_ID
        || known.put(new Delivery(provider, id), true) == null;
  }
}
