package dev.gitopsbinding.cli.text;

import dev.gitopsbinding.model.text.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Columns with three spaces between them, as kubectl prints them; the last one has any width. */
public final class TextTable {
  private static final int GAP = 3;
  private static final int LONGEST_CELL = 2_000;

  private final List<List<String>> rows = new ArrayList<>();

  /** A table with a first row. */
  public TextTable(List<String> header) {
    rows.add(List.copyOf(header));
  }

  /** Adds a row with as many cells as the header; each is shown as one line. */
  public void add(List<String> cells) {
    rows.add(cells.stream().map(cell -> OneLine.of(cell, LONGEST_CELL)).toList());
  }

  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)) + GAP);
      }
    }
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
  }

  private static String line(List<String> row, int... widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      line.append(cell);
      if (i < row.size() - 1) {
        line.repeat(' ', widths[i] - length(cell));
      }
    }
    return line.toString().stripTrailing() + "\n";
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
