package dev.gitopsbinding.git.source.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Parents of commits of random histories, whose commits have the numbers from one on. */
public final class RandomParents {
  private RandomParents() {}

  /**
   * One parent mostly, else two to four; near ones more often than far ones.
   *
   * @param first the oldest commit that may be a parent
   * @param commit the commit whose parents are wanted; not the first one
   */
  public static List<Integer> of(Random random, int first, int commit) {
    int wanted = random.nextInt(3) == 0 ? 2 + random.nextInt(3) : 1;
    Set<Integer> parents = new TreeSet<>();
    for (int i = 0; i < wanted; i++) {
      parents.add(Math.max(first, commit - 1 - random.nextInt(6)));
    }
    List<Integer> shuffled = new ArrayList<>(parents);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }
}
