package dev.gitopsbinding.git.source.history;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.testing.git.GitRepository;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/** What git says about two commits of a history. */
record GraphTruth(
    CommitSha tip,
    CommitSha older,
    CommitSha newer,
    List<CommitSha> line,
    boolean descends,
    List<CommitSha> bases) {
  /** All that git says, by one command for all histories. */
  static List<GraphTruth> of(
      GitRepository git, List<Integer> sizes, List<CommitSha> marks, Random random) {
    StringBuilder questions = new StringBuilder();
    int first = 0;
    int history = 0;
    for (int size : sizes) {
      List<CommitSha> commits = marks.subList(first, first += size);
      questions.append(commits.getLast().hex()).append(' ');
      boolean crossed = RandomHistories.isCrossed(history++);
      CommitSha older = crossed ? commits.get(size - 2) : any(commits, random);
      CommitSha newer = crossed ? commits.getLast() : any(commits, random);
      questions.append(older.hex()).append(' ').append(newer.hex()).append('\n');
    }
    String answers =
        git.feed(
            questions.toString().getBytes(StandardCharsets.UTF_8),
            "-c",
            "alias.each=!while read tip older newer; do echo \"= $tip $older $newer\";"
                + " git log --first-parent --format=%H $tip;"
                + " git merge-base --is-ancestor $older $newer; echo \"- $?\";"
                + " git merge-base --all $older $newer; done;:",
            "each");
    return Stream.of(answers.substring(2).split("\n= ")).map(GraphTruth::truth).toList();
  }

  private static GraphTruth truth(String answer) {
    String[] parts = answer.split("\n- ", 2);
    List<String> log = parts[0].lines().toList();
    List<CommitSha> named = commits(List.of(log.getFirst().split(" ")));
    List<String> rest = parts[1].lines().toList();
    return new GraphTruth(
        named.get(0),
        named.get(1),
        named.get(2),
        commits(log.subList(1, log.size())),
        rest.getFirst().equals("0"),
        commits(rest.subList(1, rest.size())));
  }

  private static List<CommitSha> commits(List<String> hex) {
    return hex.stream().map(CommitSha::new).toList();
  }

  /** The parents of commits. */
  static Map<ObjectId, List<ObjectId>> parents(GitRepository git, List<CommitSha> commits) {
    Map<ObjectId, List<ObjectId>> parents = new HashMap<>();
    String ids = commits.stream().map(CommitSha::hex).collect(Collectors.joining("\n"));
    git.feed(
            ids.getBytes(StandardCharsets.US_ASCII),
            "rev-list",
            "--no-walk=unsorted",
            "--parents",
            "--stdin")
        .lines()
        .map(line -> Stream.of(line.split(" ")).map(ObjectId::fromString).toList())
        .forEach(line -> parents.put(line.getFirst(), line.subList(1, line.size())));
    return parents;
  }

  private static CommitSha any(List<CommitSha> commits, Random random) {
    return commits.get(random.nextInt(commits.size()));
  }
}
