package dev.gitopsbinding.api.v1alpha1.rule;

/** Places: one file, or several edits that name different places. */
public final class EditRules {
  private EditRules() {}

  public static final String PLACES_KIND = "has(self.path) ? !has(self.edits) : has(self.edits)";
  public static final String PLACES_KIND_MESSAGE =
      "must have either path, if one file holds the image, or edits, if several places hold it";
  public static final String EDITS_OBJECT = "!has(self.object) || !has(self.edits)";
  public static final String EDITS_OBJECT_MESSAGE =
      "cannot be combined with edits: move it into the edit that it is about";
  public static final String EDITS_DIFFER =
      "self.all(e, self.exists_one(o, o.path == e.path && has(o.key) == has(e.key)"
          + " && (!has(e.key) || o.key == e.key) && has(o.object) == has(e.object)"
          + " && (!has(e.object) || o.object == e.object)))";
  public static final String EDITS_DIFFER_MESSAGE =
      "must name different places: remove the second edit with the same path, key and object";
  public static final String EDIT_KEY_CHARACTERS =
      "!self.matches(r'[" + TextRules.CONTROL + "]') && self.matches(r'\\S')";
  public static final String EDIT_KEY_CHARACTERS_MESSAGE =
      "must be a key on one line, such as image.tag or spec.values.image.tag";
}
