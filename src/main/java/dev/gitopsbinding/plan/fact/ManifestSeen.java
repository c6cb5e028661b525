package dev.gitopsbinding.plan.fact;

import static java.util.stream.Collectors.joining;

import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.text.TextShortener;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the manifest files held at a tip.
 *
 * @param images the selected images as the files write them, at least one, in the order of the
 *     places and files
 * @param rewritten whether the commit that the status names may have left the branch
 * @param places what each place held, if the binding has several; empty if it has one
 * @param marked the files that Flux's image automation writes too
 */
public record ManifestSeen(
    CommitSha tip,
    List<String> images,
    boolean rewritten,
    List<PlaceSeen> places,
    List<RepositoryPath> marked) {
  /** Longer texts are cut, in characters (UTF-16): statuses store them. */
  private static final int MAX_SHOWN_CHARS = 4000;

  /** How many files a sentence names. */
  private static final int NAMED = 3;

  /**
   * What one of several places held.
   *
   * @param images at least one
   */
  public record PlaceSeen(ManifestPlace place, List<String> images) {
    /** Copies the list. */
    public PlaceSeen {
      images = List.copyOf(images);
    }

    /** Whether every selected image of the place has the tag. */
    public boolean holds(String tag) {
      return allHave(images, tag);
    }
  }

  /** Copies the lists. */
  public ManifestSeen {
    images = List.copyOf(images);
    places = List.copyOf(places);
    marked = List.copyOf(marked);
  }

  /** What was seen at one place. */
  public ManifestSeen(CommitSha tip, List<String> images, boolean rewritten) {
    this(tip, images, rewritten, List.of(), List.of());
  }

  /** What was seen at one place of a branch that was not rewritten. */
  public ManifestSeen(CommitSha tip, List<String> images) {
    this(tip, images, false);
  }

  /** What was seen at several places of a branch that was not rewritten. */
  public static ManifestSeen at(CommitSha tip, List<PlaceSeen> places) {
    List<String> images = places.stream().flatMap(place -> place.images().stream()).toList();
    return new ManifestSeen(tip, images, false, places, List.of());
  }

  /** The same, in a branch that may have been rewritten. */
  public ManifestSeen asRewritten() {
    return new ManifestSeen(tip, images, true, places, marked);
  }

  /** The same, with the files that Flux's image automation writes too. */
  public ManifestSeen withMarked(List<RepositoryPath> files) {
    return files.equals(marked) ? this : new ManifestSeen(tip, images, rewritten, places, files);
  }

  /** A sentence about the files that Flux writes too, after a space; empty if there are none. */
  public String markedNote() {
    if (marked.isEmpty()) {
      return "";
    }
    String named = marked.stream().limit(NAMED).map(RepositoryPath::value).collect(joining(", "));
    int others = marked.size() - NAMED;
    return " Flux's image automation has a marker ($imagepolicy) there too, in %s%s: let only one of the two write it."
        .formatted(named, others > 0 ? " and %d more files".formatted(others) : "");
  }

  /** Whether every selected image has the tag. */
  public boolean holds(String tag) {
    return allHave(images, tag);
  }

  /** Of several places, those that do not hold the tag; empty if there is one place only. */
  public List<PlaceSeen> without(String tag) {
    return places.stream().filter(place -> !place.holds(tag)).toList();
  }

  /** Whether every image has the tag. */
  static boolean allHave(List<String> images, String tag) {
    return images.stream().map(ManifestSeen::tagOf).allMatch(Optional.of(tag)::equals);
  }

  /** The distinct images, separated by commas. */
  public String shown() {
    return shown(images);
  }

  /** The distinct ones of some images, separated by commas; cut after 4000 characters. */
  public static String shown(List<String> images) {
    String all = String.join(", ", images.stream().distinct().toList());
    return TextShortener.shorten(all, MAX_SHOWN_CHARS);
  }

  /** Whether a text is an image, and not the URL of a source repository with {@code ?ref=}. */
  public static boolean isImage(String text) {
    return text.indexOf('?') < 0;
  }

  /** An image with its tag and digest replaced, or with a tag appended if it has none. */
  public static String tagged(String image, ImageVersion version) {
    int at = image.indexOf('@');
    String named = at < 0 ? image : image.substring(0, at);
    int old = tagOf(named).map(before -> before.length() + 1).orElse(0);
    return named.substring(0, named.length() - old) + ":" + version.written();
  }

  /** Whether nothing is to be written: every selected image has the tag, and a digest if needed. */
  public boolean holds(String tag, boolean pinned) {
    return holds(tag)
        && (!pinned || images.stream().allMatch(image -> digestOf(image).isPresent()));
  }

  /** Whether an image needs no change for a version; beside the tag, any digest will do. */
  public static boolean holds(String image, ImageVersion version) {
    return tagOf(image).equals(Optional.of(version.tag()))
        && (version.digest() == null || digestOf(image).isPresent());
  }

  /** The digest of an image, if it has one. */
  public static Optional<String> digestOf(String image) {
    return ImageReference.parse(image).map(ImageReference::digest);
  }

  /** The digests that images with a tag have beside it. */
  public static Set<String> digestsBeside(String tag, Stream<String> images) {
    return images
        .filter(image -> tagOf(image).equals(Optional.of(tag)))
        .flatMap(image -> digestOf(image).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The tag of an image, if it has one. */
  public static Optional<String> tagOf(String image) {
    return ImageReference.parse(image).map(ImageReference::tag);
  }
}
