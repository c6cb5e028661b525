package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.git.FileAtTip;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.yaml.ImageScalars;
import dev.gitopsbinding.yaml.ImageSelector;
import dev.gitopsbinding.yaml.ObjectSelector;
import dev.gitopsbinding.yaml.YamlLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the images of a binding out of its file, again only where the file or the choice changed.
 */
final class ImageReads {
  private final Map<BindingId, Read> last = new ConcurrentHashMap<>();
  private final YamlLimits limits;

  ImageReads(YamlLimits limits) {
    this.limits = limits;
  }

  private record Read(
      String file,
      ImageSelector selector,
      CommitSha tip,
      String blob,
      Result<List<String>> images) {

    boolean isOf(Binding binding) {
      return file.equals(binding.file()) && selector.equals(selectorOf(binding));
    }
  }

  /** The images as they were read at this tip, if they were. */
  Optional<Result<List<String>>> at(CommitSha tip, Binding binding) {
    return Optional.ofNullable(last.get(binding.id()))
        .filter(read -> read.tip().equals(tip) && read.isOf(binding))
        .map(Read::images);
  }

  /** Whether the file was read before, so that it is not parsed again. */
  boolean isRead(FileAtTip file, Binding binding) {
    return known(file, binding).isPresent();
  }

  /** As {@link ImageScalars#read}. */
  Result<List<String>> read(FileAtTip file, Binding binding) {
    Result<List<String>> images =
        known(file, binding)
            .orElseGet(
                () ->
                    ImageScalars.read(binding.path(), file.content(), selectorOf(binding), limits));
    last.put(
        binding.id(),
        new Read(binding.file(), selectorOf(binding), file.tip(), file.blob(), images));
    return images;
  }

  /** As {@link ImageScalars#read}, of another text than the file's newest, and not remembered. */
  Result<List<String>> once(Content content, Binding binding) {
    return ImageScalars.read(binding.path(), content, selectorOf(binding), limits);
  }

  private Optional<Result<List<String>>> known(FileAtTip file, Binding binding) {
    return Optional.ofNullable(last.get(binding.id()))
        .filter(read -> read.blob().equals(file.blob()) && read.isOf(binding))
        .map(Read::images);
  }

  /** Forgets a binding that is gone. */
  void forget(BindingId binding) {
    last.remove(binding);
  }

  /** Which scalars of the file are the binding's. */
  static ImageSelector selectorOf(Binding binding) {
    Binding.ManifestObject written = binding.written();
    return new ImageSelector(
        new ObjectSelector(
            binding.object().isPresent() ? "spec.manifest.object" : "spec.target",
            written.kind(),
            written.name(),
            written
                .namespace()
                .map(List::of)
                .orElseGet(() -> List.of(binding.id().namespace(), ObjectSelector.NO_NAMESPACE))),
        binding.target().containers(),
        binding.image().reference().repository());
  }
}
