package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.git.store.FileAtTip;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the images of a binding from its file; parses it again only if the file or the selection of
 * images changed.
 */
public final class ManifestReadCache {
  private final Map<BindingId, Read> last = new ConcurrentHashMap<>();
  private final ManifestEdits edits;

  public ManifestReadCache(ManifestEdits edits) {
    this.edits = edits;
  }

  private record Read(
      String file,
      ImageSelector selector,
      CommitSha tip,
      String blob,
      Result<List<String>> images) {

    boolean isOf(Binding binding) {
      return file.equals(binding.file()) && selector.equals(ManifestEdits.selectorOf(binding));
    }
  }

  /** The images at this tip, if the file was read at it. */
  public Optional<Result<List<String>>> at(CommitSha tip, Binding binding) {
    return Optional.ofNullable(last.get(binding.id()))
        .filter(read -> read.tip().equals(tip) && read.isOf(binding))
        .map(Read::images);
  }

  /** Whether the images of this version of the file are known. */
  boolean isRead(FileAtTip file, Binding binding) {
    return known(file, binding).isPresent();
  }

  /** As {@link ImageEditor#read}; remembers the result. */
  public Result<List<String>> read(FileAtTip file, Binding binding) {
    Result<List<String>> images =
        known(file, binding).orElseGet(() -> once(file.content(), binding));
    last.put(
        binding.id(),
        new Read(
            binding.file(), ManifestEdits.selectorOf(binding), file.tip(), file.blob(), images));
    return images;
  }

  /** As {@link ImageEditor#read}, for an older version of the file; the result is not kept. */
  Result<List<String>> once(Content content, Binding binding) {
    return edits.of(binding).getFirst().editor().read(content);
  }

  private Optional<Result<List<String>>> known(FileAtTip file, Binding binding) {
    return Optional.ofNullable(last.get(binding.id()))
        .filter(read -> read.blob().equals(file.blob()) && read.isOf(binding))
        .map(Read::images);
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    last.remove(binding);
  }
}
