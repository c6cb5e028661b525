package dev.gitopsbinding.binding.parser;

import dev.gitopsbinding.api.v1alpha1.spec.ImageCheck;
import dev.gitopsbinding.api.v1alpha1.spec.ImageSpec;
import dev.gitopsbinding.api.v1alpha1.spec.TagSpec;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.TagFormat;
import dev.gitopsbinding.model.image.ImageReference;
import org.jspecify.annotations.Nullable;

/** Reads the block {@code spec.image}. */
final class ImageParser {
  private static final int SHORTEST_TAG = 7;
  private static final int LONGEST_TAG = 40;

  private ImageParser() {}

  static Binding.Image parse(ImageSpec image) throws BindingParser.InvalidField {
    String name = BindingParser.required(image.name(), "spec.image.name");
    ImageReference reference =
        ImageReference.parse(name)
            .filter(parsed -> parsed.tag() == null && parsed.digest() == null)
            .orElseThrow(
                () ->
                    new BindingParser.InvalidField(
                        "spec.image.name", "must be an image repository without tag or digest"));
    Binding.ImageCheck check = check(image.check());
    return new Binding.Image(
        name, reference, tagFormat(image.tag()), check, pinned(image.pin(), check.required()));
  }

  private static boolean pinned(@Nullable String pin, boolean asksRegistry)
      throws BindingParser.InvalidField {
    boolean digest = "Digest".equals(pin);
    if (!digest && pin != null && !pin.equals("Tag")) {
      throw new BindingParser.InvalidField("spec.image.pin", "must be Tag or Digest");
    }
    if (digest && !asksRegistry) {
      throw new BindingParser.InvalidField(
          "spec.image.pin",
          "is Digest, which has to ask the registry: spec.image.check.mode must be Required");
    }
    return digest;
  }

  private static Binding.ImageCheck check(@Nullable ImageCheck check)
      throws BindingParser.InvalidField {
    if (check == null) {
      return new Binding.ImageCheck(true, null, null);
    }
    return new Binding.ImageCheck(
        BindingParser.isRequired(check.mode(), "spec.image.check.mode"),
        check.secretRef() == null ? null : check.secretRef().name(),
        check.caSecretRef() == null ? null : check.caSecretRef().name());
  }

  private static TagFormat tagFormat(@Nullable TagSpec tag) throws BindingParser.InvalidField {
    if (tag == null) {
      return new TagFormat("", LONGEST_TAG, "");
    }
    int length = BindingParser.orDefault(tag.length(), LONGEST_TAG);
    if (length < SHORTEST_TAG || length > LONGEST_TAG) {
      throw new BindingParser.InvalidField(
          "spec.image.tag.length", "must be a number from 7 to 40");
    }
    var format =
        new TagFormat(
            BindingParser.orDefault(tag.prefix(), ""),
            length,
            BindingParser.orDefault(tag.suffix(), ""));
    if (!ImageReference.isTag(format.prefix() + "0".repeat(length) + format.suffix())) {
      throw new BindingParser.InvalidField(
          "spec.image.tag", "must make a tag of letters, digits, '_', '.', '-'");
    }
    return format;
  }
}
