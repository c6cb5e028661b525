package dev.gitopsbinding.git.source.history;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.testing.git.GitRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What comes with a commit, read from git's own server program; {@link CommitGraphTest} has more.
 */
class CommitRangeReaderTest {
  @AutoClose private final LaneFixture fixture = new LaneFixture();

  @AutoClose
  private final SourceHistories histories =
      new SourceHistories(
          fixture.connector,
          new HistorySettings(
              fixture.folder.path().resolve("histories"), 1L << 30, Duration.ofHours(1)),
          new DiskBudget(1L << 30));

  private final GitRepository git = fixture.repository("web");
  private final StringBuilder stream = new StringBuilder();
  private int marks;

  @Test
  void aRangeCostsOneFetchAndTheNextOneWhatIsNew() {
    // Given
    List<CommitSha> commits = line(30);

    // Then
    CommitRange range = range(commits.getLast(), commits.get(3), false);
    assertThat(range.count()).isEqualTo(26);
    assertThat(range.more()).isFalse();
    assertThat(range.newest())
        .extracting(SourceCommit::commit)
        .isEqualTo(commits.subList(10, 30).reversed());
    assertThat(range.newest().getFirst().subject()).isEqualTo("change 30");
    assertThat(range(commits.getLast(), commits.get(28), false).count()).isOne();
    assertThat(range(commits.getLast(), null, false).newest()).hasSize(1);
    assertThat(fixture.connector.count(FETCH)).isOne();
  }

  @Test
  void anOldBranchThatIsMergedCountsOnlyWhatItBrings() {
    // Given: the side branch leads around the end of what is fetched at first
    List<CommitSha> main = line(150);
    CommitSha side = next(50, null, "side");
    CommitSha merge = next(150, marks, "merge");

    // Then
    CommitRange range = range(merge, main.getLast(), false);
    assertThat(range.newest()).extracting(SourceCommit::commit).containsExactly(merge, side);
    assertThat(range.count()).isEqualTo(2);
    assertThat(range.more()).isFalse();
    assertThat(fixture.connector.count(FETCH)).as("and deepened").isEqualTo(2);
  }

  @Test
  void whatCannotBeCountedIsNotMadeUp() {
    // Given
    List<CommitSha> main = line(1_200);
    CommitSha side = next(50, null, "side");
    CommitSha merge = next(1_200, marks, "merge");

    // Then: the first parents are certain
    CommitRange merged = range(merge, main.getLast(), false);
    assertThat(merged.newest()).extracting(SourceCommit::commit).containsExactly(merge);
    assertThat(merged.count()).isOne();
    assertThat(merged.more()).isTrue();
    assertThat(side).isNotEqualTo(merge);

    // Then: the side branch is known to its root, and may be older than the commit
    CommitRange deep = range(merge, main.get(100), false);
    assertThat(deep.count()).isNull();
    assertThat(deep.newest()).extracting(SourceCommit::commit).containsExactly(merge);

    // Then: an older commit than the deployed one, and one of nowhere
    CommitRange back =
        ok(
            histories.range(
                remote("web"),
                HistoryContent.COMMITS,
                merge,
                main.get(1_190),
                merge::equals,
                false,
                PATIENCE));
    assertThat(back.newest()).extracting(SourceCommit::commit).containsExactly(main.get(1_190));
    assertThat(back.count()).isNull();
  }

  @Test
  void commitsOfSeveralCutLinesAreNotCounted() {
    // Given: the wanted commit is near on one line, and the other one is longer
    List<CommitSha> main = line(1_300);
    CommitRange single = range(main.getLast(), main.get(100), false);
    assertThat(single.count()).as("one line: all are newer").isEqualTo(1_000);
    assertThat(single.more()).isTrue();
    assertThat(single.newest()).hasSize(20);
    CommitSha merge = next(1_300, 150, "merge");
    CommitSha nowhere = new CommitSha("1".repeat(40));

    // Then
    CommitRange range = range(merge, nowhere, false);
    assertThat(range.newest()).extracting(SourceCommit::commit).containsExactly(merge);
    assertThat(range.count()).isNull();
    assertThat(range.more()).isFalse();
  }

  @Test
  void aCommitThatWasLeftBehindIsNoBeginning() {
    // Given
    List<CommitSha> main = line(5);
    range(main.getLast(), main.getFirst(), false);
    CommitSha other = next(2, null, "other");

    // Then
    CommitRange range = range(other, main.getLast(), false);
    assertThat(range.newest()).extracting(SourceCommit::commit).containsExactly(other);
    assertThat(range.count()).isNull();
    assertThat(range.more()).isFalse();
  }

  @Test
  void aServerWithoutFiltersSendsItsFilesOnlyToThoseWhoNeedThem() {
    // Given
    git.git("config", "uploadpack.allowFilter", "false");
    List<CommitSha> main = line(5);

    // When
    for (int i = 0; i < 2; i++) {
      assertThat(
              failure(
                      histories.range(
                          remote("web"),
                          HistoryContent.COMMITS,
                          main.getLast(),
                          main.getLast(),
                          null,
                          false,
                          PATIENCE))
                  .message())
          .contains("uploadpack.allowFilter");
    }

    // Then
    assertThat(fixture.connector.count(FETCH)).as("it is asked once").isOne();
    assertThat(range(main.getLast(), main.getFirst(), true).count()).isEqualTo(4);
    assertThat(range(main.getLast(), main.getFirst(), false).count())
        .as("they are there now")
        .isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8,         '',                                    Grüße 𝄞 – 変更",
    "ISO-8859-1,    encoding ISO-8859-1,                   Grüße à tous",
    "Shift_JIS,     encoding Shift_JIS,                    変更する",
    "UTF-8,         encoding no-such-encoding,             Grüße",
  })
  void textsAreDecodedAsGitDoes(Charset charset, String header, String text) {
    // When
    SourceCommit commit = raw(charset, header, text, text + "\nsecond line\n\nbody");

    // Then
    assertThat(commit.subject())
        .isEqualTo(text + " second line")
        .isEqualTo(git.git("log", "-1", "--format=%s"));
    assertThat(commit.author()).isEqualTo(text).isEqualTo(git.git("log", "-1", "--format=%an"));
  }

  @ParameterizedTest
  @CsvSource({"ISO-8859-1, 'Grü\u00ff'", "UTF-8, 'a\u202eb\u200bc\u0007d\te'"})
  void anyTextBecomesOneCleanLine(Charset charset, String text) {
    SourceCommit commit = raw(charset, "", text, text.repeat(200));

    assertOneLine(commit.subject());
    assertOneLine(commit.author());
    assertThat(commit.subject()).isNotBlank().hasSizeLessThanOrEqualTo(121);
    assertThat(commit.author()).hasSizeLessThanOrEqualTo(81);
  }

  @Test
  void aCommitWithoutAMessageIsOneToo() {
    SourceCommit commit = raw(UTF_8, "", "", "");

    assertThat(commit.subject()).isEmpty();
    assertThat(commit.author()).isEmpty();
  }

  /** A commit as any program may write it. */
  private SourceCommit raw(Charset charset, String header, String author, String message) {
    String text =
        "tree %s\nauthor %s <a@b> 1700000000 +0130\ncommitter c <d> 1700000000 +0000\n%s\n%s"
            .formatted(
                git.feed(new byte[0], "mktree"),
                author,
                header.isEmpty() ? "" : header + "\n",
                message);
    String id =
        git.feed(
            text.getBytes(charset), "hash-object", "-t", "commit", "-w", "--literally", "--stdin");
    git.git("update-ref", "refs/heads/main", id);
    CommitRange range = range(new CommitSha(id), null, false);
    return range.newest().getFirst();
  }

  private CommitRange range(CommitSha tip, @Nullable CommitSha older, boolean wholeFiles) {
    return ok(
        histories.range(
            remote("web"),
            HistoryContent.COMMITS,
            tip,
            tip,
            older == null ? null : older::equals,
            wholeFiles,
            PATIENCE));
  }

  /** Commits on top of each other. */
  private List<CommitSha> line(int count) {
    for (int i = 1; i <= count; i++) {
      add(i == 1 ? 0 : i - 1, null, "change " + i);
    }
    return imported().subList(0, count);
  }

  private CommitSha next(int parent, @Nullable Integer merged, String subject) {
    add(parent, merged, subject);
    return imported().getLast();
  }

  private void add(int parent, @Nullable Integer merged, String subject) {
    marks++;
    stream.append("reset refs/heads/main\ncommit refs/heads/main\nmark :").append(marks);
    stream.append("\ncommitter Ada <a@b> ").append(1_700_000_000 + marks).append(" +0000\n");
    stream.append("data <<E\n").append(subject).append("\nE\n");
    stream.append(parent == 0 ? "" : "from :" + parent + "\n");
    stream.append(merged == null ? "" : "merge :" + merged + "\n").append('\n');
  }

  /** Imports everything again; the same commits have the same names. */
  private List<CommitSha> imported() {
    git.feed(
        stream.toString().getBytes(ISO_8859_1),
        "fast-import",
        "--quiet",
        "--force",
        "--export-marks=marks");
    List<CommitSha> commits = new ArrayList<>();
    try (var lines = Files.lines(git.directory().resolve("marks"))) {
      lines
          .sorted(
              Comparator.comparingInt(
                  line -> Integer.parseInt(line.substring(1, line.indexOf(' ')))))
          .forEach(line -> commits.add(new CommitSha(line.substring(line.indexOf(' ') + 1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return commits;
  }
}
