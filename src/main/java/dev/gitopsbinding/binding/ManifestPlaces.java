package dev.gitopsbinding.binding;

import dev.gitopsbinding.model.paths.PathFilter;
import dev.gitopsbinding.model.text.TextShortener;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The places that a binding writes, all in one commit or none.
 *
 * @param all at least one, at most 16, in the order of the spec
 */
public record ManifestPlaces(List<ManifestPlace> all) {
  /** How many places a sentence names. */
  private static final int NAMED = 3;

  /** The longest name of a place in a sentence, in characters (UTF-16). */
  private static final int LONGEST_NAME = 120;

  /** The longest texts that statuses store, in characters (UTF-16). */
  private static final int LONGEST_FILES = 1024;

  private static final int LONGEST_SELECTION = 256;
  private static final int DIGEST_BYTES = 16;

  /** Copies the list. */
  public ManifestPlaces {
    all = List.copyOf(all);
  }

  /** Whether there is one place only. */
  public boolean isOne() {
    return all.size() == 1;
  }

  /** The first place. */
  public ManifestPlace first() {
    return all.getFirst();
  }

  /** The first place whose file matches patterns; null stands for all files. */
  public Optional<ManifestPlace> firstIn(@Nullable PathFilter paths) {
    return all.stream().filter(place -> paths == null || paths.matches(place.path())).findFirst();
  }

  /** Names the places within a sentence: the file, or {@code 2 places (a.yaml, b.yaml)}. */
  public String shown() {
    return shown(all);
  }

  /** Names some of the places within a sentence: {@code 2 of 16 places (a.yaml, b.yaml)}. */
  public String shown(List<ManifestPlace> some) {
    if (isOne()) {
      return first().path().value();
    }
    int others = some.size() - NAMED;
    return "%s%d places (%s%s)"
        .formatted(
            some.size() == all.size() ? "" : some.size() + " of ",
            all.size(),
            some.stream().limit(NAMED).map(this::nameOf).collect(Collectors.joining(", ")),
            others > 0 ? " and %d more".formatted(others) : "");
  }

  /** {@link #shown()} with a verb behind it, which has an {@code s} if there is one place only. */
  public String shownWith(String verb) {
    return shown() + " " + verb + (isOne() ? "s" : "");
  }

  /** Names one of the places: its file, and what distinguishes it from others of this file. */
  public String nameOf(ManifestPlace place) {
    boolean alone = all.stream().filter(other -> other.path().equals(place.path())).count() == 1;
    return isOne()
        ? place.path().value()
        : TextShortener.shorten(
            alone ? place.path().value() : place.path() + place.within(), LONGEST_NAME);
  }

  /**
   * Names the files. Statuses store this text, so its form must not change. Another order of the
   * places makes no other text.
   */
  String fileText() {
    return isOne()
        ? first().path().value()
        : bounded(
            all.stream().map(place -> place.path().value()).distinct().sorted(), LONGEST_FILES);
  }

  /**
   * Names what the binding selects within the files, after a space; empty if it does so by the
   * target alone. Statuses store this text, so its form must not change.
   */
  String selectionText() {
    if (isOne()) {
      return (first().key() == null ? "" : " at " + cutWithDigest(first().key().text()))
          + refs(first());
    }
    boolean plain = all.stream().allMatch(place -> place.within().isEmpty() && !place.movesRefs());
    return plain
        ? ""
        : " at "
            + bounded(
                all.stream()
                    .map(
                        place -> place.path() + place.within().replaceFirst(" ", "#") + refs(place))
                    .sorted(),
                LONGEST_SELECTION);
  }

  /** Whoever asks for refs wants them moved, also beside a tag that is there already. */
  private static String refs(ManifestPlace place) {
    return place.movesRefs() ? " with refs" : "";
  }

  private static String cutWithDigest(String text) {
    return bounded(Stream.of(text), LONGEST_SELECTION);
  }

  /** The texts, separated by commas; too long ones are cut, and a digest of all stands behind. */
  private static String bounded(Stream<String> texts, int longest) {
    String all = texts.collect(Collectors.joining(", "));
    return all.length() <= longest
        ? all
        : TextShortener.shorten(all, longest / 2) + " sha256:" + digest(all);
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
