package dev.gitopsbinding.git.source.paths;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.source.history.FirstParentLine;
import dev.gitopsbinding.git.source.paths.GitLogJudge.Case;
import dev.gitopsbinding.git.source.paths.TouchingCommitSearch.Ended;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.paths.PathFilter;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.git.GitRepository;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Compares the search with {@code git log --first-parent}, over random histories and patterns. */
class TouchingCommitSearchTest {
  private static final int HISTORIES = 40;
  private static final int FILTERS = 10;
  private static final ChangeSet.Author OPERATOR =
      new ChangeSet.Author("Operator", "op@example.com");
  private static final long SEED = 20_261_128;

  @AutoClose private final TemporaryFolder folder = TemporaryFolder.create("paths");
  private int mark;

  @Test
  void findsTheCommitsThatGitFinds() throws IOException {
    // Given
    GitRepository git = GitRepository.bare(folder.path().resolve("source.git"));
    Random random = new Random(SEED);
    RandomPaths paths = new RandomPaths(random);
    String commands = new RandomPathHistories(random, paths).commands(HISTORIES);
    git.feed(commands.getBytes(UTF_8), "fast-import", "--quiet", "--force");
    List<Case> cases =
        IntStream.range(0, HISTORIES * FILTERS)
            .mapToObj(i -> new Case(i / FILTERS, paths.filter()))
            .toList();
    List<List<CommitSha>> expected = GitLogJudge.answers(git, cases);
    List<List<CommitSha>> lines =
        GitLogJudge.answers(
            git,
            IntStream.range(0, HISTORIES)
                .mapToObj(i -> new Case(i, new PathFilter(List.of("**", "sub/"), List.of())))
                .toList());
    int found = 0;
    int none = 0;

    try (var repository = new FileRepository(git.directory().toFile())) {
      for (int i = 0; i < cases.size(); i++) {
        Case one = cases.get(i);
        List<CommitSha> touching = expected.get(i);
        List<CommitSha> line = lines.get(one.history());

        // When
        SearchProgress progress = new SearchProgress();
        List<Integer> tips = new ArrayList<>(List.of(line.size() / 2, line.size() / 3, 0));
        for (int tip : tips) {
          List<CommitSha> older = line.subList(tip, line.size());
          List<CommitSha> wanted = touching.stream().filter(older::contains).toList();

          // Then
          assertThat(newest(repository, one.filter(), line.get(tip), progress))
              .as("%s from %s of h%d", one.pathspecs(), line.get(tip), one.history())
              .isEqualTo(
                  wanted.isEmpty()
                      ? new TouchingCommit.None()
                      : new TouchingCommit.Found(wanted.getFirst(), null));
          found += wanted.isEmpty() ? 0 : 1;
          none += wanted.isEmpty() ? 1 : 0;
        }
        CommitSha end = line.get(random.nextInt(line.size()));
        List<CommitSha> newer = line.subList(0, line.indexOf(end));
        assertThat(line(repository, one.filter(), line.getFirst(), end))
            .as("%s of h%d", one.pathspecs(), one.history())
            .isEqualTo(
                new FirstParentLine.Found(touching.stream().filter(newer::contains).toList(), end));
      }
    }
    assertThat(found).as("both cases are frequent").isGreaterThan(400);
    assertThat(none).as("both cases are frequent").isGreaterThan(400);
  }

  @Test
  void onlyACommitOfTheOperatorIsMadeForABinding() throws IOException {
    // Given
    GitRepository git = GitRepository.bare(folder.path().resolve("trailers.git"));
    CommitSha squashed = commit(git, "GitHub <noreply@github.com>");
    CommitSha own = commit(git, "%s <%s>".formatted(OPERATOR.name(), OPERATOR.email()));
    PathFilter all = new PathFilter(List.of("**"), List.of());

    // Then
    try (var repository = new FileRepository(git.directory().toFile())) {
      assertThat(newest(repository, all, squashed))
          .as("a person's commit that repeats the trailers")
          .isEqualTo(new TouchingCommit.Found(squashed, null));
      assertThat(newest(repository, all, own)).isEqualTo(new TouchingCommit.Found(own, "shop/web"));
    }
  }

  @Test
  void whatIsNewerThanTheNewestCommitIsNotComparedAgain() throws IOException {
    // Given: a search that has ended, as if the newer commit did not touch the file
    GitRepository git = GitRepository.bare(folder.path().resolve("newer.git"));
    CommitSha base = new CommitSha(git.commit("main", "a/f", "1"));
    CommitSha found = new CommitSha(git.commit("main", "a/f", "2"));
    CommitSha tip = new CommitSha(git.commit("main", "a/f", "3"));
    SearchProgress progress = new SearchProgress();
    progress.note(tip, new TouchingCommit.Found(found, null));

    // Then
    try (var repository = new FileRepository(git.directory().toFile());
        var search = search(repository, new PathFilter(List.of("a"), List.of()), progress)) {
      assertThat(search.line(tip, base::equals))
          .isEqualTo(new Ended.With<>(new FirstParentLine.Found(List.of(found), base)));
      assertThat(search.line(tip, tip::equals))
          .as("a commit that does not touch the files may be wanted")
          .isEqualTo(new Ended.With<>(new FirstParentLine.Found(List.of(), tip)));
    }
  }

  private CommitSha commit(GitRepository git, String committer) {
    mark++;
    String message = "chore: web\n\nGitOps-Binding: shop/web\n";
    String stream =
        """
        commit refs/heads/m%1$d
        committer %2$s %1$d +0000
        data %3$d
        %4$s
        M 100644 inline f
        data 1
        x
        """
            .formatted(mark, committer, message.length(), message);
    git.feed(stream.getBytes(UTF_8), "fast-import", "--quiet");
    return new CommitSha(git.tip("m" + mark));
  }

  @Test
  void whatIsBeyondAShallowHistoryIsNeverDenied() throws IOException {
    // Given
    GitRepository git = GitRepository.bare(folder.path().resolve("deep.git"));
    CommitSha first = new CommitSha(git.commit("main", "a/f", "1"));
    List<CommitSha> commits =
        IntStream.range(0, 5)
            .mapToObj(i -> new CommitSha(git.commit("main", "b/f", "" + i)))
            .toList();
    PathFilter filter = new PathFilter(List.of("a"), List.of());
    SearchProgress progress = new SearchProgress();

    // Then: the oldest commit that is held has a parent that is not, and may touch anything
    try (var shallow = fetched(git, "shallow.git", "--depth=3")) {
      assertThat(newest(shallow, filter, commits.get(4), progress))
          .isEqualTo(new TouchingCommit.BeyondReach(2));
      assertThat(newest(shallow, new PathFilter(List.of("b"), List.of()), commits.get(3)))
          .isEqualTo(new TouchingCommit.Found(commits.get(3), null));
      assertThat(line(shallow, filter, commits.get(4), first))
          .isEqualTo(new FirstParentLine.BeyondReach(2));
    }

    // When: there is one more commit, and an even shorter history
    CommitSha next = new CommitSha(git.commit("main", "b/f", "next"));

    // Then: it is known where the search ended
    try (var shallow = fetched(git, "shallower.git", "--depth=2")) {
      assertThat(newest(shallow, filter, next, progress))
          .isEqualTo(new TouchingCommit.BeyondReach(3));
    }
    try (var whole = fetched(git, "whole.git")) {
      assertThat(newest(whole, filter, next, progress))
          .isEqualTo(new TouchingCommit.Found(first, null));
      assertThat(line(whole, filter, next, first))
          .isEqualTo(new FirstParentLine.Found(List.of(), first));
    }
  }

  private FileRepository fetched(GitRepository git, String name, String... options)
      throws IOException {
    GitRepository copy = GitRepository.bare(folder.path().resolve(name));
    List<String> arguments = new ArrayList<>(List.of("fetch", "-q"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("file://" + git.directory(), "main:main"));
    copy.git(arguments.toArray(String[]::new));
    return new FileRepository(copy.directory().toFile());
  }

  private static TouchingCommit newest(FileRepository repository, PathFilter filter, CommitSha tip)
      throws IOException {
    return newest(repository, filter, tip, new SearchProgress());
  }

  private static TouchingCommit newest(
      FileRepository repository, PathFilter filter, CommitSha tip, SearchProgress progress)
      throws IOException {
    try (var search = search(repository, filter, progress)) {
      return switch (search.newest(tip)) {
        case Ended.With<TouchingCommit>(var answer) -> answer;
        case Ended.TooLate<TouchingCommit>() -> throw new AssertionError("there is time");
        case Ended.TooLarge<TouchingCommit>(var commit) -> throw new AssertionError(commit);
      };
    }
  }

  private static FirstParentLine line(
      FileRepository repository, PathFilter filter, CommitSha tip, CommitSha end)
      throws IOException {
    try (var search = search(repository, filter, new SearchProgress())) {
      return switch (search.line(tip, end::equals)) {
        case Ended.With<FirstParentLine>(var answer) -> answer;
        case Ended.TooLate<FirstParentLine>() -> throw new AssertionError("there is time");
        case Ended.TooLarge<FirstParentLine>(var commit) -> throw new AssertionError(commit);
      };
    }
  }

  private static TouchingCommitSearch search(
      FileRepository repository, PathFilter filter, SearchProgress progress) {
    return new TouchingCommitSearch(
        repository,
        new Committers(OPERATOR),
        filter.top(),
        progress,
        new TreeCache(),
        TimeLimit.in(Duration.ofMinutes(1)));
  }
}
