package dev.gitopsbinding.api.v1alpha1.rule;

/**
 * Images: the grammar of distribution/reference; a first part with '.', ':' or "localhost" is a
 * host.
 */
public final class ImageRules {
  private ImageRules() {}

  private static final String IMAGE_PART = "[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*";
  public static final String IMAGE_DIGEST = "!self.contains('@')";
  public static final String IMAGE_DIGEST_MESSAGE =
      "must not hold a digest: name the repository alone, such as ghcr.io/acme/web";
  public static final String IMAGE_TAG = "!self.matches('(^|/)[^/@]*:[^/]*(@|$)')";
  public static final String IMAGE_TAG_MESSAGE =
      "must not hold a tag: name the repository alone, such as ghcr.io/acme/web;"
          + " image.tag says how the tag is made";
  public static final String IMAGE_FORM =
      "self.matches('[:@][^/]*$') || self.matches(r'^((localhost|[A-Za-z0-9]"
          + "([A-Za-z0-9-]*[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+)/"
          + "|(localhost|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:]+\\]):[0-9]{1,5}/)?"
          + IMAGE_PART
          + "(/"
          + IMAGE_PART
          + ")*$')";
  public static final String IMAGE_FORM_MESSAGE =
      "must be an image repository such as ghcr.io/acme/web or nginx: lower-case letters, digits,"
          + " and '.', '_', '-' between them, parts separated by '/'";
  public static final String TAG_PREFIX = "self.matches(r'^([A-Za-z0-9_][A-Za-z0-9_.-]*)?$')";
  public static final String TAG_PREFIX_MESSAGE =
      "must hold only letters, digits, '_', '.' and '-', and begin with a letter, digit or '_'";
  public static final String TAG_SUFFIX = "self.matches(r'^[A-Za-z0-9_.-]*$')";
  public static final String TAG_SUFFIX_MESSAGE =
      "must hold only letters, digits, '_', '.' and '-'";
  public static final String SELECT_ASKS_REGISTRY =
      "!has(self.source.select) || self.source.select != 'NewestWithImage' ||"
          + " !has(self.image.check) || !has(self.image.check.mode) ||"
          + " self.image.check.mode == 'Required'";
  public static final String SELECT_ASKS_REGISTRY_MESSAGE =
      "NewestWithImage has to ask the registry: remove spec.image.check.mode, or set it to Required";
  public static final String PIN_ASKS_REGISTRY =
      "!has(self.pin) || self.pin != 'Digest' || !has(self.check) || !has(self.check.mode) ||"
          + " self.check.mode == 'Required'";
  public static final String PIN_ASKS_REGISTRY_MESSAGE =
      "Digest has to ask the registry: remove spec.image.check.mode, or set it to Required";
  public static final String TAG_LENGTH =
      "(has(self.prefix) ? self.prefix.size() : 0) + (has(self.suffix) ? self.suffix.size() : 0)"
          + " + (has(self.length) ? self.length : 40) <= 128";
  public static final String TAG_LENGTH_MESSAGE =
      "prefix, length and suffix together must not exceed 128, the longest tag a registry takes";
}
