package dev.gitopsbinding.controller.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.image.ImageReference;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObserverIndexTest {
  private static final String TIP = "0123456789abcdef0123456789abcdef01234567";

  private final IndexedBindings cache = new IndexedBindings();
  private final BindingIndex index = new BindingIndex(new ParsedBindings(Duration.ofMinutes(1)));
  private final ObserverIndex observers = new ObserverIndex(index);
  private long generation = 1;

  @BeforeEach
  void addIndexes() {
    index.addTo(cache);
    observers.addTo(cache);
  }

  @Test
  void aBranchIsObservedAsSourceAndAsManifestByAnyUrlOfIt() {
    put(
        "web",
        "{source: {url: 'git@git.example.com:Acme/web.git', ref: {branch: main}}, manifest: {url: 'https://git.example.com/acme/deploy', ref: {branch: prod}, path: a.yaml}}");

    assertThat(branch("https://git.example.com/acme/web", "main")).containsExactly(id("web"));
    assertThat(branch("ssh://git@git.example.com/Acme/web.git", "main")).containsExactly(id("web"));
    assertThat(branch("git@git.example.com:acme/deploy.git", "prod")).containsExactly(id("web"));
    assertThat(branch("https://git.example.com/acme/web", "other")).isEmpty();
    assertThat(branch("https://git.example.com/acme/web2", "main")).isEmpty();
    assertThat(branch("https://git.example.com:8443/acme/web", "main")).isEmpty();
    assertThat(branch("https://evil.example.com/acme/web", "main")).isEmpty();
  }

  @Test
  void theBranchThatIsPushedToIsObservedToo() {
    put(
        "web",
        "{manifest: {url: 'https://git.example.com/acme/deploy', ref: {branch: prod}, path: a.yaml}, push: {branch: 'gitops/{{name}}'}}");

    assertThat(branch("git@git.example.com:acme/deploy.git", "gitops/web"))
        .containsExactly(id("web"));
    assertThat(branch("git@git.example.com:acme/deploy.git", "gitops/api")).isEmpty();
  }

  @Test
  void pullRequestsAreObservedByThoseWhoseManifestIsInTheirRepository() {
    put(
        "web",
        "{source: {url: 'https://git.example.com/acme/web', ref: {branch: main}}, manifest: {url: 'https://git.example.com/acme/deploy', ref: {branch: prod}, path: a.yaml}}");

    assertThat(manifest("git@git.example.com:acme/deploy.git")).containsExactly(id("web"));
    assertThat(manifest("https://git.example.com/acme/web")).isEmpty();
  }

  @Test
  void anImageIsObservedByThoseThatAskForItIfItsTagMayBeTheirs() {
    put("web", "{image: {name: ghcr.io/acme/web}}");
    put("skips", "{image: {name: ghcr.io/acme/web, check: {mode: Skip}}}");

    assertThat(image("ghcr.io/acme/web:" + TIP)).containsExactly(id("web"));
    assertThat(image("ghcr.io/acme/web:latest")).isEmpty();
    assertThat(image("ghcr.io/acme/other:" + TIP)).isEmpty();
    assertThat(image("ghcr.io/acme/web")).isEmpty();
  }

  @Test
  void aSuspendedBindingObservesNothing() {
    put(
        "web",
        "{suspend: true, source: {url: 'https://git.example.com/acme/web', ref: {branch: main}}}");

    assertThat(branch("https://git.example.com/acme/web", "main")).isEmpty();
  }

  private Set<BindingId> branch(String url, String branch) {
    return observers.ofBranch(new BranchIdentity(RepositoryUrl.parse(url).identity(), branch));
  }

  private Set<BindingId> manifest(String url) {
    return observers.ofManifestRepository(RepositoryUrl.parse(url).identity());
  }

  private Set<BindingId> image(String image) {
    return observers.ofImage(ImageReference.parse(image).orElseThrow());
  }

  private static BindingId id(String name) {
    return new BindingId("shop", name);
  }

  private void put(String name, String spec) {
    GitOpsBinding resource = Bindings.resource(spec);
    resource.getMetadata().setNamespace("shop");
    resource.getMetadata().setName(name);
    resource.getMetadata().setGeneration(generation++);
    cache.put(resource);
  }
}
