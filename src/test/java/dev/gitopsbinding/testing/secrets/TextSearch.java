package dev.gitopsbinding.testing.secrets;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Searches texts for thousands of others at once, by the hash of how these begin (Rabin and Karp):
 * the time depends on the length of the text, and hardly on how many are searched for.
 */
final class TextSearch {
  private static final int START = 12;
  private static final int FILTER = 1 << 20;

  /** 31 to the power of {@link #START}, as an int. */
  private static final int OLDEST = power();

  private final BitSet hashes = new BitSet(FILTER);
  private final Map<Integer, List<Wanted>> byHash = new HashMap<>();
  private final List<Wanted> shorter = new ArrayList<>();

  private record Wanted(String label, String text) {}

  /** Searches for a text from now on. */
  void add(String label, String text) {
    Wanted wanted = new Wanted(label, text);
    if (text.length() < START) {
      shorter.add(wanted);
      return;
    }
    int hash = text.substring(0, START).hashCode();
    hashes.set(hash & (FILTER - 1));
    byHash.computeIfAbsent(hash, _ -> new ArrayList<>()).add(wanted);
  }

  /** The labels of what is in a text. */
  Set<String> labelsIn(String text) {
    Set<String> labels = new TreeSet<>();
    shorter.stream()
        .filter(wanted -> text.contains(wanted.text()))
        .forEach(w -> labels.add(w.label()));
    int hash = 0;
    for (int end = 0; end < text.length(); end++) {
      hash = 31 * hash + text.charAt(end);
      int start = end + 1 - START;
      if (start > 0) {
        hash -= OLDEST * text.charAt(start - 1);
      }
      if (start >= 0 && hashes.get(hash & (FILTER - 1))) {
        byHash.getOrDefault(hash, List.of()).stream()
            .filter(wanted -> text.startsWith(wanted.text(), start))
            .forEach(wanted -> labels.add(wanted.label()));
      }
    }
    return labels;
  }

  private static int power() {
    int power = 1;
    for (int i = 0; i < START; i++) {
      power *= 31;
    }
    return power;
  }
}
