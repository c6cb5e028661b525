package dev.gitopsbinding.edit.workload;

import dev.gitopsbinding.edit.EditKind;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;

/**
 * Plain manifests of objects that have a pod template or are pods. Recognizes every file; for a
 * file that holds something else, the editor fails and says what it holds.
 *
 * @param limits for the parser
 */
public record WorkloadEditKind(YamlLimits limits) implements EditKind {
  @Override
  public boolean recognizes(RepositoryPath path, Content content, ImageSelector selector) {
    return true;
  }

  @Override
  public ImageEditor editor(RepositoryPath path, ImageSelector selector) {
    return new WorkloadImageEditor(path, selector, limits);
  }
}
