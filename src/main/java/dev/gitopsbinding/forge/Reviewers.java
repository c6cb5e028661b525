package dev.gitopsbinding.forge;

import java.util.List;

/**
 * Who is asked for a review.
 *
 * @param people login names
 * @param teams names of teams of the repository's owner
 */
public record Reviewers(List<String> people, List<String> teams) {
  private static final String TEAM = "team:";

  /** Copies the lists. */
  public Reviewers {
    people = List.copyOf(people);
    teams = List.copyOf(teams);
  }

  /** Reads names; {@code team:NAME} is a team. */
  public static Reviewers of(List<String> names) {
    return new Reviewers(
        names.stream().filter(name -> !name.startsWith(TEAM)).toList(),
        names.stream()
            .filter(name -> name.startsWith(TEAM))
            .map(name -> name.substring(TEAM.length()))
            .toList());
  }

  /** The request by which forges of GitHub's kind ask them; the fields have the same names. */
  public String body() {
    JsonBody body = new JsonBody().with("reviewers", people);
    return (teams.isEmpty() ? body : body.with("team_reviewers", teams)).text();
  }
}
