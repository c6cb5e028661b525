package dev.gitopsbinding.edit.kustomize;

import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.YamlFileReader;
import dev.gitopsbinding.edit.yaml.replace.ScalarReplacer;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageReference;
import dev.gitopsbinding.model.image.ImageVersion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Edits the image of a Kustomization, and moves the references to its source repository to the
 * commit that the tag stands for: both, or none.
 *
 * @param images edits the image
 * @param repository the source repository
 * @param reader of the file
 */
record RemoteRefEditor(ImageEditor images, RepositoryUrl.Identity repository, YamlFileReader reader)
    implements ImageEditor {

  /** What the file holds, and where. */
  private record Held(YamlFile file, List<String> images, List<RemoteRefSearch.Found> refs) {
    /**
     * The images, and the references that name another commit than the tags do. One that names the
     * same commit adds nothing to the tag, and is left out.
     */
    List<String> texts() {
      return Stream.concat(
              images.stream(),
              refs.stream()
                  .map(RemoteRefSearch.Found::ref)
                  .filter(ref -> !fits(ref))
                  .map(RemoteRef::text)
                  .distinct())
          .toList();
    }

    /** Whether nothing is to be moved for a version. */
    boolean isAt(ImageVersion version) {
      CommitSha commit = version.commit();
      return refs.stream()
          .map(RemoteRefSearch.Found::ref)
          .allMatch(
              ref ->
                  commit == null
                      ? ref.fits(version.tag())
                      : ref.commit().filter(commit::equals).isPresent());
    }

    private boolean fits(RemoteRef ref) {
      return images.stream()
          .allMatch(
              image ->
                  ImageReference.parse(image)
                      .map(ImageReference::tag)
                      .filter(ref::fits)
                      .isPresent());
    }
  }

  /**
   * The image, and behind it each reference that does not fit its tag, such as {@code
   * github.com/acme/web?ref=…}: then the file does not hold the tag.
   *
   * @return a failure as for the image, and for {@code REF_NOT_MOVED} if no reference names a
   *     commit
   */
  @Override
  public Result<List<String>> read(Content content) {
    return held(content).then(held -> Result.ok(held.texts()));
  }

  /**
   * Gives the image a version, and the references its commit.
   *
   * @return refused as for the image, and for {@code REF_NOT_MOVED} if the commit is not known or a
   *     reference cannot be replaced
   */
  @Override
  public EditResult write(Content content, List<String> expected, ImageVersion version) {
    return EditResult.of(held(content).then(held -> edit(content, held, expected, version)));
  }

  private Result<Held> held(Content content) {
    return images
        .read(content)
        .then(
            found ->
                reader
                    .read(content)
                    .then(
                        file ->
                            new RemoteRefSearch(file, repository)
                                .commits()
                                .then(refs -> Result.ok(new Held(file, found, refs)))));
  }

  private Result<EditResult> edit(
      Content content, Held held, List<String> expected, ImageVersion version) {
    List<String> found = held.texts();
    if (!beside(found, version).equals(beside(expected, version))) {
      boolean applied =
          held.isAt(version)
              && images.write(content, held.images(), version) instanceof EditResult.AlreadyApplied;
      return Result.ok(
          applied ? new EditResult.AlreadyApplied() : new EditResult.Superseded(found));
    }
    return held.isAt(version)
        ? Result.ok(withImage(content, held, version, found))
        : moved(held, version)
            .then(
                moved ->
                    switch (withImage(moved, held, version, found)) {
                      case EditResult.AlreadyApplied() ->
                          Result.ok(new EditResult.Edited(moved, found));
                      case EditResult other -> Result.ok(other);
                    });
  }

  private EditResult withImage(
      Content content, Held held, ImageVersion version, List<String> found) {
    EditResult written = images.write(content, held.images(), version);
    return written instanceof EditResult.Edited(Content edited, var _)
        ? new EditResult.Edited(edited, found)
        : written;
  }

  /** The texts without a reference that is where it is to be: another binding may have moved it. */
  private List<String> beside(List<String> texts, ImageVersion version) {
    CommitSha commit = version.commit();
    if (commit == null) {
      return texts;
    }
    String there = new RemoteRef(repository, commit.hex(), 0).text();
    return texts.stream().filter(text -> !text.equals(there)).toList();
  }

  private Result<Content> moved(Held held, ImageVersion version) {
    CommitSha commit = version.commit();
    if (commit == null) {
      return Result.failed(
          new Failure.File(
              Reason.REF_NOT_MOVED,
              "%s: refs are to be moved with the tag %s, but it is not known of which commit the tag was made. Write the tag, and the commit behind ?ref=, yourself."
                  .formatted(reader.path(), version.tag())));
    }
    List<ScalarReplacer.Replacement> replacements =
        held.refs().stream()
            .filter(one -> !one.ref().commit().equals(Optional.of(commit)))
            .map(
                one ->
                    new ScalarReplacer.Replacement(
                        one.node(),
                        one.ref().in(one.url(), commit),
                        "the URL of the source repository"))
            .toList();
    return ScalarReplacer.of(held.file(), replacements, Reason.REF_NOT_MOVED)
        .then(text -> Result.ok(held.file().withText(text)));
  }
}
