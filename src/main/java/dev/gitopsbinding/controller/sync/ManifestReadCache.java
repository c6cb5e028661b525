package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.git.store.FileAtTip;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the images of a binding from its files; parses a file again only if it or the selection of
 * images changed.
 */
public final class ManifestReadCache {
  private final Map<BindingId, Read> first = new ConcurrentHashMap<>();
  private final Map<FurtherPlace, Read> further = new ConcurrentHashMap<>();
  private final ManifestEdits edits;

  public ManifestReadCache(ManifestEdits edits) {
    this.edits = edits;
  }

  /** A place of a binding that has several. */
  private record FurtherPlace(BindingId binding, int index) {}

  private record Read(
      RemoteBranch branch,
      RepositoryPath path,
      ImageSelector selector,
      CommitSha tip,
      String blob,
      Result<List<String>> images) {

    boolean isOf(Binding binding, ManifestPlace place) {
      return path.equals(place.path())
          && branch.equals(binding.manifest().branch())
          && selector.equals(ManifestEdits.selectorOf(binding, place));
    }
  }

  /**
   * The images of a place at this tip, if the file was read at it.
   *
   * @param index which of the binding's places
   */
  public Optional<Result<List<String>>> at(CommitSha tip, Binding binding, int index) {
    return last(binding, index).filter(read -> read.tip().equals(tip)).map(Read::images);
  }

  /** Whether the images of a place in this version of its file are known. */
  boolean isRead(FileAtTip file, Binding binding, int index) {
    return known(file, binding, index).isPresent();
  }

  /** As {@link ImageEditor#read}; remembers the result. */
  public Result<List<String>> read(FileAtTip file, Binding binding, int index) {
    ManifestPlace place = binding.places().all().get(index);
    Result<List<String>> images =
        known(file, binding, index).orElseGet(() -> once(file.content(), binding, place));
    Read read =
        new Read(
            binding.manifest().branch(),
            place.path(),
            ManifestEdits.selectorOf(binding, place),
            file.tip(),
            file.blob(),
            images);
    if (index == 0) {
      first.put(binding.id(), read);
    } else {
      further.put(new FurtherPlace(binding.id(), index), read);
    }
    return images;
  }

  /** As {@link ImageEditor#read}, for an older version of the file; the result is not kept. */
  Result<List<String>> once(Content content, Binding binding, ManifestPlace place) {
    return edits.of(binding, place).editor().read(content);
  }

  private Optional<Result<List<String>>> known(FileAtTip file, Binding binding, int index) {
    return last(binding, index).filter(read -> read.blob().equals(file.blob())).map(Read::images);
  }

  private Optional<Read> last(Binding binding, int index) {
    Read read =
        index == 0 ? first.get(binding.id()) : further.get(new FurtherPlace(binding.id(), index));
    return Optional.ofNullable(read)
        .filter(known -> known.isOf(binding, binding.places().all().get(index)));
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    first.remove(binding);
    int index = 1;
    while (further.remove(new FurtherPlace(binding, index)) != null) {
      index++;
    }
  }
}
