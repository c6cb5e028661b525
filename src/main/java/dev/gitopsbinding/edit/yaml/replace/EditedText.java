package dev.gitopsbinding.edit.yaml.replace;

import java.util.List;

/** A text after a change that was checked, and what it changes. */
public final class EditedText {
  private final String text;
  private final List<EditVerifier.Edit> edits;

  EditedText(String text, List<? extends EditVerifier.Edit> edits) {
    this.text = text;
    this.edits = List.copyOf(edits);
  }

  /** The text after the change. */
  public String text() {
    return text;
  }

  /** What differs from the text before, in the order of the text. */
  List<EditVerifier.Edit> edits() {
    return edits;
  }
}
