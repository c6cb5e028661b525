package dev.gitopsbinding.controller.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.plan.Rival;
import dev.gitopsbinding.plan.Rival.Contest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which bindings stand in the way of the branch that one pushes to. */
class PushBranchIndexTest {
  private static final String OLD = "2026-01-01T00:00:00Z";
  private static final String YOUNG = "2026-01-02T00:00:00Z";

  private final IndexedBindings cache = new IndexedBindings();
  private final BindingIndex index = new BindingIndex(new ParsedBindings(Duration.ofMinutes(1)));

  @BeforeEach
  void addIndexes() {
    index.addTo(cache);
  }

  @Test
  void ofTwoThatPushToOneBranchForDifferentBasesTheYoungerOneStops() {
    Binding young = Bindings.parse(put("shop", "prod", YOUNG, "production", "prod.yaml", "gitops"));
    put("shop", "z-same-base", OLD, "production", "other.yaml", "gitops");
    assertThat(index.rivalOf(young)).isEmpty();

    Binding old = Bindings.parse(put("shop", "staging", OLD, "main", "web.yaml", "gitops"));

    assertThat(index.rivalOf(young)).contains(rival("shop", "staging", Contest.PUSH_BASE));
    assertThat(index.mayWrite(young, "uid-of-web")).isFalse();
    assertThat(index.rivalOf(old)).isEmpty();
  }

  @Test
  void whoPushesToABranchThatAnotherBindingReadsStopsEvenIfItIsOlder() {
    Binding old = Bindings.parse(put("shop", "old", OLD, "main", "web.yaml", "staging"));
    assertThat(index.rivalOf(old)).isEmpty();

    Binding reader = Bindings.parse(put("shop", "reader", YOUNG, "staging", "web.yaml", null));

    assertThat(index.rivalOf(old)).contains(rival("shop", "reader", Contest.PUSH_READ));
    assertThat(index.rivalOf(reader)).isEmpty();

    cache.remove("shop", "reader");
    put("shop", "source", YOUNG, "https://git.example.com/d.git", "staging", "x", "y.yaml", null);
    assertThat(index.rivalOf(old)).contains(rival("shop", "source", Contest.PUSH_READ));
  }

  @Test
  void ofAnotherNamespaceOnlyOneThatHasPushedCounts() {
    Binding young = Bindings.parse(put("shop", "web", YOUNG, "main", "web.yaml", "staging"));
    GitOpsBinding reader = put("blog", "reader", OLD, "staging", "web.yaml", null);
    GitOpsBinding pusher = put("blog", "pusher", OLD, "production", "web.yaml", "staging");
    assertThat(index.rivalOf(young)).isEmpty();

    pushed(pusher);
    assertThat(index.rivalOf(young)).contains(rival("blog", "pusher", Contest.PUSH_BASE));
    pushed(reader);
    assertThat(index.rivalOf(young)).contains(rival("blog", "reader", Contest.PUSH_READ));
  }

  @Test
  void nothingIsLookedForWithoutSuchABranch() {
    Binding web = Bindings.parse(put("shop", "web", OLD, "main", "web.yaml", null));

    assertThat(index.rivalOf(web)).isEmpty();
    assertThat(cache.lookups("push-branch") + cache.lookups("read-branch")).isZero();
  }

  private static Rival rival(String namespace, String name, Contest contest) {
    return new Rival(new BindingId(namespace, name), contest, List.of());
  }

  private GitOpsBinding put(
      String namespace, String name, String created, String base, String path, String push) {
    return put(
        namespace, name, created, "https://git.example.com/acme/s.git", "main", base, path, push);
  }

  private GitOpsBinding put(
      String namespace,
      String name,
      String created,
      String source,
      String branch,
      String base,
      String path,
      String push) {
    GitOpsBinding resource =
        Bindings.resource(
            """
            source: {url: "%s", ref: {branch: %s}}
            manifest: {url: "https://git.example.com/d.git", ref: {branch: %s}, path: %s}
            %s
            """
                .formatted(
                    source,
                    branch,
                    base,
                    path,
                    push == null ? "" : "push: {branch: " + push + "}"));
    resource.getMetadata().setNamespace(namespace);
    resource.getMetadata().setName(name);
    resource.getMetadata().setCreationTimestamp(created);
    cache.put(resource);
    return resource;
  }

  private static void pushed(GitOpsBinding resource) {
    Binding binding = Bindings.parse(resource);
    LastPush push = new LastPush("c", "old", "new", "time", binding.file(), binding.selection());
    resource.setStatus(
        new GitOpsBindingStatus(null, null, null, null, null, null, push, null, null, List.of()));
  }
}
