package dev.gitopsbinding.cli.report;

import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.cli.text.Age;
import dev.gitopsbinding.cli.text.TextTable;
import dev.gitopsbinding.model.ShortCommits;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tags that were deployed, as a table: the newest first. */
public final class HistoryTable {
  private static final String NONE = "-";

  private HistoryTable() {}

  /**
   * The table.
   *
   * @param wide whether all times are shown, and the whole tags
   */
  public static String of(List<DeployedTag> history, boolean wide, Instant now) {
    List<String> header = new ArrayList<>(List.of("TAG", "RESULT", "PUSHED", "LEAD TIME"));
    if (wide) {
      header.addAll(
          List.of("COMMITTED AT", "IMAGE FOUND AT", "PUSHED AT", "APPLIED AT", "ROLLED OUT AT"));
    }
    var table = new TextTable(header);
    history.forEach(tag -> table.add(row(tag, wide, now)));
    return table.toString();
  }

  private static List<String> row(DeployedTag tag, boolean wide, Instant now) {
    String name = shown(tag.tag());
    List<String> row = new ArrayList<>();
    row.add(wide ? name : ShortCommits.in(name));
    row.add(shown(tag.result()) + (tag.tookBack() ? " (rollback)" : ""));
    row.add(tag.pushed() == null ? NONE : Age.of(tag.pushed(), now) + " ago");
    row.add(leadTime(tag));
    if (wide) {
      row.add(shown(tag.committed()));
      row.add(shown(tag.imageFound()));
      row.add(shown(tag.pushed()));
      row.add(shown(tag.applied()));
      row.add(shown(tag.rolledOut()));
    }
    return row;
  }

  /** From the commit, or from when it was first seen, until the target ran it. */
  private static String leadTime(DeployedTag tag) {
    String begin = tag.committed() == null ? tag.seen() : tag.committed();
    String end = tag.rolledOut();
    if (begin == null || end == null) {
      return NONE;
    }
    try {
      return Age.of(Duration.between(Instant.parse(begin), Instant.parse(end)));
    } catch (DateTimeParseException e) {
      return NONE;
    }
  }

  private static String shown(@Nullable String text) {
    return text == null ? NONE : text;
  }
}
