package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.git.FileAtTip;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.yaml.ImageScalars;
import dev.gitopsbinding.yaml.ImageSelector;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the images of a binding out of its file, again only where the file or the choice changed.
 */
final class ImageReads {
  private final Map<BindingId, Read> last = new ConcurrentHashMap<>();

  private record Read(String blob, ImageSelector selector, Result<List<String>> images) {}

  /** As {@link ImageScalars#read}. */
  Result<List<String>> images(Binding binding, FileAtTip file) {
    ImageSelector selector = selector(binding);
    Read known = last.get(binding.id());
    if (known != null && known.blob().equals(file.blob()) && known.selector().equals(selector)) {
      return known.images();
    }
    Result<List<String>> images = ImageScalars.read(binding.path(), file.content(), selector);
    last.put(binding.id(), new Read(file.blob(), selector, images));
    return images;
  }

  /** Forgets a binding that is gone. */
  void forget(BindingId binding) {
    last.remove(binding);
  }

  /** Which scalars of the file are the binding's. */
  static ImageSelector selector(Binding binding) {
    return new ImageSelector(
        binding.target().kind(),
        binding.target().name(),
        binding.target().containers(),
        binding.image().reference().repository());
  }
}
