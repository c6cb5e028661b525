package dev.gitopsbinding.git.source.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Limits the commits of all graphs in memory together. If there are too many, the graphs that were
 * used longest ago are given up; what they held is read again from disk, or from the host, if it is
 * asked for. Graphs in use stay, so they may exceed the limit for as long. Thread-safe.
 */
final class GraphBudget {
  private final int cap;

  private record Held(int commits, BooleanSupplier giveUp) {}

  /** The least recently used first. */
  private final Map<Object, Held> graphs = new LinkedHashMap<>();

  private long total;

  /**
   * @param cap commits of all graphs together
   */
  GraphBudget(int cap) {
    this.cap = cap;
  }

  /**
   * Notes that the graph of an owner was used; may give up graphs, this one last.
   *
   * @param giveUp gives up the owner's graph unless it is in use; true if it did
   */
  synchronized void used(Object owner, int commits, BooleanSupplier giveUp) {
    gone(owner);
    graphs.put(owner, new Held(commits, giveUp));
    total += commits;
    if (total > cap) {
      List.copyOf(graphs.entrySet()).forEach(this::giveUp);
    }
  }

  private void giveUp(Map.Entry<Object, Held> graph) {
    if (total > cap && graph.getValue().giveUp().getAsBoolean()) {
      gone(graph.getKey());
    }
  }

  /** The graph of an owner is no longer held. */
  synchronized void gone(Object owner) {
    Held held = graphs.remove(owner);
    if (held != null) {
      total -= held.commits();
    }
  }

  /** The commits of all graphs. */
  synchronized long total() {
    return total;
  }
}
