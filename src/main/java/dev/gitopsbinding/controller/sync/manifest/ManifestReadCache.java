package dev.gitopsbinding.controller.sync.manifest;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.edit.FluxMarkerSearch;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.git.store.read.FileAtTip;
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
import java.util.stream.IntStream;

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
      Result<List<String>> images,
      boolean marked) {

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
  public boolean isRead(FileAtTip file, Binding binding, int index) {
    return known(file, binding, index).isPresent();
  }

  /** As {@link ImageEditor#read}; remembers the result. */
  public Result<List<String>> read(FileAtTip file, Binding binding, int index) {
    ManifestPlace place = binding.places().all().get(index);
    Optional<Read> known = known(file, binding, index);
    Result<List<String>> images =
        known.map(Read::images).orElseGet(() -> once(file.content(), binding, place));
    Read read =
        new Read(
            binding.manifest().branch(),
            place.path(),
            ManifestEdits.selectorOf(binding, place),
            file.tip(),
            file.blob(),
            images,
            known.map(Read::marked).orElseGet(() -> isMarked(images, file.content())));
    if (index == 0) {
      first.put(binding.id(), read);
    } else {
      further.put(new FurtherPlace(binding.id(), index), read);
    }
    return images;
  }

  /** As {@link ImageEditor#read}, for an older version of the file; the result is not kept. */
  public Result<List<String>> once(Content content, Binding binding, ManifestPlace place) {
    return edits.of(binding, place).editor().read(content);
  }

  /** The files that were read last and that Flux's image automation writes too, each once. */
  public List<RepositoryPath> marked(Binding binding) {
    return IntStream.range(0, binding.places().all().size())
        .mapToObj(index -> last(binding, index))
        .flatMap(Optional::stream)
        .filter(Read::marked)
        .map(Read::path)
        .distinct()
        .toList();
  }

  private static boolean isMarked(Result<List<String>> images, Content content) {
    return images instanceof Result.Ok<List<String>>(List<String> texts)
        && FluxMarkerSearch.isBehind(texts, content);
  }

  private Optional<Read> known(FileAtTip file, Binding binding, int index) {
    return last(binding, index).filter(read -> read.blob().equals(file.blob()));
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
