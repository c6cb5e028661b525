package dev.gitopsbinding.edit.kustomize;

import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds the URLs of a Kustomization that name a commit of one repository. */
record RemoteRefSearch(YamlFile file, RepositoryUrl.Identity repository) {
  /** A URL in the file, and what it names. */
  record Found(ResolvedNode node, String url, RemoteRef ref) {
    private String place() {
      return "%s (line %d)".formatted(Excerpt.of(ref.text()), line());
    }

    private int line() {
      return node.node().getStartMark().orElseThrow().getLine() + 1;
    }
  }

  /** At least one; a URL that names a branch or a tag is not among them. */
  Result<List<Found>> commits() {
    List<Found> all =
        Kustomization.in(file).stream()
            .flatMap(Kustomization::remotes)
            .flatMap(RemoteRefSearch::found)
            .filter(found -> found.ref().repository().equals(repository))
            .toList();
    List<Found> commits = all.stream().filter(found -> found.ref().commit().isPresent()).toList();
    return commits.isEmpty() ? none(all) : Result.ok(commits);
  }

  private static Stream<Found> found(ResolvedNode node) {
    return node.node() instanceof ScalarNode scalar
        ? RemoteRef.parse(scalar.getValue()).stream()
            .map(ref -> new Found(node, scalar.getValue(), ref))
        : Stream.empty();
  }

  private Result<List<Found>> none(List<Found> all) {
    return Result.failed(
        new Failure.File(
            Reason.REF_NOT_MOVED,
            "%s: refs are to be moved, but no URL in 'resources', 'components' or 'bases' names a commit of the source repository %s/%s; %s. Write ?ref= with the 40 digits of a commit behind a URL of it, or remove refs from the entry of spec.manifest.edits."
                .formatted(
                    file.path(),
                    repository.host(),
                    repository.path(),
                    all.isEmpty()
                        ? "none names a version of it"
                        : "branches and tags are not replaced: "
                            + Excerpt.of(all.stream().map(Found::place).toList()))));
  }
}
