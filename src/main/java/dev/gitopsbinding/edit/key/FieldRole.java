package dev.gitopsbinding.edit.key;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a key means by its name, in the manner of Helm charts: {@code repository}, {@code
 * imageRepository} and {@code image_repository} are repositories of the same image, {@code
 * web.image.repository} as one key and {@code webRepository} are of another one.
 *
 * @param base which image it is about, empty for the one that has no name of its own
 */
record FieldRole(Role role, String base) {
  /** The roles of keys. */
  enum Role {
    REPOSITORY,
    IMAGE,
    NAME,
    REGISTRY,
    TAG,
    DIGEST,
    HASH,
    POLICY,
    OTHER;

    /** Whether the value is never a tag. */
    boolean isNoTag() {
      return this == REPOSITORY
          || this == NAME
          || this == REGISTRY
          || this == DIGEST
          || this == POLICY;
    }
  }

  /** The end of a key that gives it a role. */
  private record Ending(String text, Role role) {}

  private static final String IMAGE = "image";
  private static final String VERSION = "version";

  private static final FieldRole NO_ROLE = new FieldRole(Role.OTHER, "");

  /** The last letters of all endings. */
  private static final String LAST = "yogt6ae";

  /** The first one that fits counts. */
  private static final List<Ending> ENDINGS =
      List.of(
          new Ending("pullpolicy", Role.POLICY),
          new Ending("registry", Role.REGISTRY),
          new Ending("repository", Role.REPOSITORY),
          new Ending("repo", Role.REPOSITORY),
          new Ending("tag", Role.TAG),
          new Ending("digest", Role.DIGEST),
          new Ending("sha256", Role.HASH),
          new Ending("sha", Role.HASH),
          new Ending(IMAGE, Role.IMAGE),
          new Ending("name", Role.NAME));

  static FieldRole of(String key) {
    if (!mayEndIn(LAST, key)) {
      return NO_ROLE;
    }
    String plain = plain(key.toLowerCase(Locale.ROOT));
    for (Ending ending : ENDINGS) {
      if (plain.endsWith(ending.text())) {
        String rest = plain.substring(0, plain.length() - ending.text().length());
        return new FieldRole(ending.role(), withoutImage(rest));
      }
    }
    return NO_ROLE;
  }

  /** The base of a key for the version of an image or of its program; empty if it is none. */
  static Optional<String> versionOf(String key) {
    String plain = mayEndIn("n", key) ? plain(key.toLowerCase(Locale.ROOT)) : "";
    if (!plain.endsWith(VERSION)) {
      return Optional.empty();
    }
    String rest = withoutImage(plain.substring(0, plain.length() - VERSION.length()));
    return Optional.of(rest.equals("app") ? "" : rest);
  }

  private static String withoutImage(String rest) {
    return rest.endsWith(IMAGE) ? rest.substring(0, rest.length() - IMAGE.length()) : rest;
  }

  /** Whether the last letter is one of some, which most keys of a file do not pass. */
  private static boolean mayEndIn(String letters, String key) {
    int end = key.length();
    while (end > 0 && isSeparator(key.charAt(end - 1))) {
      end--;
    }
    return end > 0 && letters.indexOf(Character.toLowerCase(key.charAt(end - 1))) >= 0;
  }

  private static boolean isSeparator(char c) {
    return c == '.' || c == '_' || c == '-';
  }

  private static String plain(String key) {
    StringBuilder plain = new StringBuilder(key.length());
    for (int i = 0; i < key.length(); i++) {
      if (!isSeparator(key.charAt(i))) {
        plain.append(key.charAt(i));
      }
    }
    return plain.toString();
  }
}
