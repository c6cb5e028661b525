package dev.gitopsbinding.git.source.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Commits with the parents that they name, in about 45 bytes for each. Every commit that is known,
 * or named as a parent, has a number, which it keeps. Grows; not thread-safe while it does.
 */
final class ParentTable {
  private static final int NONE = -1;
  private static final int WORDS = 5;
  private static final int MIN_SLOTS = 16;

  /**
   * Others choose the ids of commits. This random number keeps them from choosing ids that share a
   * slot, which would make each search slow.
   */
  private static final long SALT = ThreadLocalRandom.current().nextLong() | 1;

  private static final long PEPPER = ThreadLocalRandom.current().nextLong() | 1;

  /** The ids, each in five words. */
  private int[] ids;

  /** Where the parents of a commit begin: first how many there are. NONE if it is not known. */
  private int[] starts;

  private int[] parents;
  private int parentsEnd;

  /** Open addressing: the number of a commit and one, or zero. */
  private int[] slots;

  private int size;

  ParentTable() {
    ids = new int[0];
    starts = new int[0];
    parents = new int[0];
    slots = new int[MIN_SLOTS];
  }

  /** A copy, as small as it can be. */
  ParentTable(ParentTable from) {
    ids = Arrays.copyOf(from.ids, from.size * WORDS);
    starts = Arrays.copyOf(from.starts, from.size);
    parents = Arrays.copyOf(from.parents, from.parentsEnd);
    parentsEnd = from.parentsEnd;
    slots = from.slots.clone();
    size = from.size;
  }

  /** How many commits have a number. */
  int size() {
    return size;
  }

  /** How much heap it takes, at most, also while it grows. */
  long heapBytes() {
    return 2L * Integer.BYTES * (ids.length + starts.length + parents.length + slots.length);
  }

  /** The number of a commit; negative if it is neither known nor named. */
  int find(AnyObjectId id) {
    return slots[slot(id)] - 1;
  }

  ObjectId id(int number) {
    return ObjectId.fromRaw(ids, number * WORDS);
  }

  /** Whether the parents of a commit are known. */
  boolean knows(AnyObjectId id) {
    int number = find(id);
    return number >= 0 && isKnown(number);
  }

  /** Visits the commits that are named as parents, and not known themselves. */
  void eachUnknown(Consumer<ObjectId> visitor) {
    IntStream.range(0, size).filter(number -> !isKnown(number)).mapToObj(this::id).forEach(visitor);
  }

  /** Whether the parents of a commit are known. */
  boolean isKnown(int number) {
    return starts[number] != NONE;
  }

  /** The first parent of a known commit; negative if it has none. */
  int firstParent(int number) {
    int start = starts[number];
    return parents[start] == 0 ? NONE : parents[start + 1];
  }

  /** Visits the parents of a commit, in order; none if it is not known. */
  void eachParent(int number, IntConsumer visitor) {
    int start = starts[number];
    if (start != NONE) {
      for (int at = start + 1; at <= start + parents[start]; at++) {
        visitor.accept(parents[at]);
      }
    }
  }

  /** Makes a commit known. */
  void add(AnyObjectId commit, Iterable<? extends AnyObjectId> named) {
    int number = number(commit);
    if (isKnown(number)) {
      return;
    }
    int start = parentsEnd;
    push(0);
    int count = 0;
    for (AnyObjectId parent : named) {
      push(number(parent));
      count++;
    }
    parents[start] = count;
    starts[number] = start;
  }

  /** Makes the commits known that another table knows. */
  void addAll(ParentTable other) {
    for (int number = 0; number < other.size; number++) {
      if (other.isKnown(number)) {
        List<ObjectId> named = new ArrayList<>();
        other.eachParent(number, parent -> named.add(other.id(parent)));
        add(other.id(number), named);
      }
    }
  }

  /** The number of a commit, which gets one if it has none. */
  private int number(AnyObjectId id) {
    int slot = slot(id);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (size == starts.length) {
      int room = Math.max(MIN_SLOTS, size + (size >> 1));
      ids = Arrays.copyOf(ids, room * WORDS);
      starts = Arrays.copyOf(starts, room);
    }
    id.copyRawTo(ids, size * WORDS);
    starts[size] = NONE;
    size++;
    slots[slot] = size;
    if (size > slots.length / 3 * 2) {
      grow();
    }
    return size - 1;
  }

  private void push(int parent) {
    if (parentsEnd == parents.length) {
      parents = Arrays.copyOf(parents, Math.max(MIN_SLOTS, parentsEnd + (parentsEnd >> 1)));
    }
    parents[parentsEnd++] = parent;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    for (int number = 0; number < size; number++) {
      slots[slot(id(number))] = number + 1;
    }
  }

  /** The slot that holds an id, or the free one where it belongs. */
  private int slot(AnyObjectId id) {
    int[] words = new int[WORDS];
    id.copyRawTo(words, 0);
    // All of an id counts: a parent that is named need not exist, so its id may be any.
    long mixed = 0;
    for (int word : words) {
      mixed = (mixed + word) * SALT;
      mixed = (mixed ^ mixed >>> 32) * PEPPER;
    }
    int slot = (int) (mixed >>> 32) & (slots.length - 1);
    while (slots[slot] != 0 && !isAt(slots[slot] - 1, words)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean isAt(int number, int[] words) {
    int at = number * WORDS;
    return Arrays.equals(ids, at, at + WORDS, words, 0, WORDS);
  }
}
