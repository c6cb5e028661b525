package dev.gitopsbinding.http.status;

/** Renders a list of bindings, part by part, so that no answer has to be in memory as a whole. */
interface RowRenderer {
  /** The media type of the whole. */
  String contentType();

  /** What comes before the rows. */
  String beginning();

  /**
   * One row.
   *
   * @param number counts from 0
   */
  String row(int number, BindingRow row);

  /** What comes behind the rows. */
  String end();
}
