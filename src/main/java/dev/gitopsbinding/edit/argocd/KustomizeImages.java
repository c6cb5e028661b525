package dev.gitopsbinding.edit.argocd;

import dev.gitopsbinding.edit.values.ValuesImage;
import dev.gitopsbinding.edit.yaml.ImageScalar;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The texts of {@code kustomize.images}, as {@code kustomize edit set image} takes them: {@code
 * name:tag}, {@code name=newName:tag}, or with {@code @digest} in place of the tag. A {@code *} as
 * the new name keeps the name.
 *
 * @param images the list
 */
record KustomizeImages(ResolvedNode images) {
  private static final String KEEP = "*";

  /** Those whose image after the build is of a repository. */
  List<ValuesImage> of(String repository) {
    List<ValuesImage> found = new ArrayList<>();
    List<ResolvedNode> items = images.items();
    for (int i = 0; i < items.size(); i++) {
      String path = "[%d]".formatted(i);
      ResolvedNode item = items.get(i);
      if (item.node() instanceof ScalarNode scalar) {
        String image = effective(scalar.getValue());
        ImageReference.parse(image)
            .filter(reference -> reference.repository().equals(repository))
            .map(reference -> new ImageScalar(path, scalar, reference, item.aliased()))
            .ifPresent(read -> found.add(new ValuesImage.Whole(path, read, image)));
      }
    }
    return found;
  }

  /** The image that containers have after the build. */
  private static String effective(String text) {
    int equals = text.indexOf('=');
    Optional<String> kept =
        text.startsWith(KEEP, equals + 1) && equals >= 0
            ? Optional.of(text.substring(0, equals) + text.substring(equals + 2))
            : Optional.empty();
    return kept.orElse(text.substring(equals + 1));
  }
}
