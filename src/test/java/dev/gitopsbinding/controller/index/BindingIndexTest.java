package dev.gitopsbinding.controller.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.plan.Rival;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What bindings point at, and which of two that want the same has the claim. */
class BindingIndexTest {
  private static final String OLD = "2026-01-01T00:00:00Z";
  private static final String YOUNG = "2026-01-02T00:00:00Z";

  private final IndexedBindings cache = new IndexedBindings();
  private final BindingIndex index = new BindingIndex(new ParsedBindings(Duration.ofMinutes(1)));
  private long generation = 100;

  @BeforeEach
  void addIndexes() {
    index.addTo(cache);
  }

  @Test
  void aBindingIsFoundByItsTargetItsSourceAndItsImageField() {
    Binding web = parsed(put("shop", "web", OLD, "{}"));
    put("shop", "other", OLD, elsewhere());

    assertThat(index.all()).containsExactlyInAnyOrder(id("shop", "web"), id("shop", "other"));
    assertThat(index.byTarget("Deployment", new ResourceID("web", "shop")))
        .containsExactly(new ResourceID("web", "shop"));
    assertThat(index.byTarget("Deployment", new ResourceID("web", "blog"))).isEmpty();
    assertThat(index.byTarget("StatefulSet", new ResourceID("web", "shop"))).isEmpty();
    assertThat(index.bySource(web.sourceLocation().orElseThrow().branch().identity()))
        .containsExactly(web);
    assertThat(new ImageFieldIndex(index).byField(web.writeTargets().getFirst()))
        .containsExactly(web.id());
  }

  @Test
  void aTargetIsToldToTheWatchOfItsKindOnly() {
    GitOpsBinding web = put("shop", "web", OLD, "{}");

    assertThat(index.targetOf(web, "Deployment")).containsExactly(new ResourceID("web", "shop"));
    assertThat(index.targetOf(web, "StatefulSet")).isEmpty();
  }

  @Test
  void oneThatIsBeingDeletedOrCannotBeReadIsInNoIndex() {
    Binding web = parsed(put("shop", "web", OLD, "{}"));
    deleted(put("shop", "leaving", OLD, "{}"));
    GitOpsBinding unreadable = put("shop", "unreadable", OLD, "{image: {name: 'no image'}}");

    assertThat(new ImageFieldIndex(index).byField(web.writeTargets().getFirst()))
        .containsExactly(web.id());
    assertThat(index.bySource(web.sourceLocation().orElseThrow().branch().identity()))
        .containsExactly(web);
    assertThat(index.byTarget("Deployment", new ResourceID("web", "shop"))).hasSize(1);
    assertThat(index.targetOf(unreadable, "Deployment")).isEmpty();
  }

  @Test
  void theOldestOtherBindingIsTheRival() {
    Binding young = parsed(put("shop", "young", YOUNG, "{}"));
    put("shop", "younger", "2026-01-03T00:00:00Z", "{}");
    put("shop", "old", "2026-01-01T12:00:00Z", "{}");
    Binding oldest = parsed(put("shop", "oldest", OLD, "{}"));

    assertThat(idOfRival(young)).contains(oldest.id());
    assertThat(idOfRival(oldest)).isEmpty();
  }

  @Test
  void ofTwoThatAreEquallyOldNamespaceAndNameDecide() {
    Binding second = parsed(put("shop", "b", OLD, "{}"));
    Binding first = parsed(put("shop", "a", OLD, "{}"));
    Binding elsewhere = parsed(pushed(put("blog", "z", OLD, "{}")));

    assertThat(idOfRival(second)).contains(elsewhere.id());
    assertThat(idOfRival(elsewhere)).isEmpty();
    cache.remove("blog", "z");
    assertThat(idOfRival(second)).contains(first.id());
    assertThat(idOfRival(first)).isEmpty();
  }

  @Test
  void bindingsOfOtherContainersAreNoRivals() {
    put("shop", "old", OLD, target("[web, log]"));

    assertThat(index.rivalOf(parsed(put("shop", "log", YOUNG, target("[log]"))))).isPresent();
    assertThat(index.rivalOf(parsed(put("shop", "proxy", YOUNG, target("[proxy]"))))).isEmpty();
    assertThat(index.rivalOf(parsed(put("shop", "all", YOUNG, target("['*']"))))).isPresent();
    assertThat(index.rivalOf(parsed(put("shop", "any", YOUNG, target("[]"))))).isPresent();
  }

  @Test
  void oneCommonPlaceOfSeveralMakesARival() {
    GitOpsBinding old = put("shop", "old", OLD, edits("{path: a.yaml}", "{path: v.yaml, key: x}"));

    assertThat(rival(edits("{path: b.yaml}", "{path: a.yaml}"))).contains(id("shop", "old"));
    assertThat(rival(edits("{path: v.yaml, key: x}", "{path: c.yaml}"))).isPresent();
    assertThat(rival(edits("{path: v.yaml, key: y}", "{path: b.yaml}"))).isEmpty();
    assertThat(rival(edits("{path: v.yaml}"))).as("it may be the one with the key").isPresent();

    Binding some = parsed(put("shop", "some", YOUNG, edits("{path: b.yaml}", "{path: a.yaml}")));
    assertThat(index.rivalOf(some).orElseThrow().places())
        .containsExactly(some.places().all().getLast());

    put("shop", "other", YOUNG, edits("{path: v.yaml, key: x}"));
    assertThat(new ImageFieldIndex(index).byField(parsed(old).writeTargets().getLast()))
        .contains(id("shop", "old"), id("shop", "other"));
  }

  private Optional<BindingId> rival(String spec) {
    GitOpsBinding young = Bindings.resource(spec);
    young.getMetadata().setNamespace("shop");
    young.getMetadata().setName("young");
    young.getMetadata().setCreationTimestamp(YOUNG);
    // Another spec has another generation; without it, what was parsed before would count.
    generation++;
    young.getMetadata().setGeneration(generation);
    cache.put(young);
    return idOfRival(parsed(young));
  }

  private Optional<BindingId> idOfRival(Binding binding) {
    return index.rivalOf(binding).map(Rival::id);
  }

  private static String edits(String... edits) {
    return "manifest: {url: 'https://git.example.com/a/b', ref: {branch: main}, edits: [%s]}"
        .formatted(String.join(", ", edits));
  }

  @Test
  void inAnotherNamespaceOnlyOneThatHasPushedIsARival() {
    Binding young = parsed(put("shop", "young", YOUNG, "{}"));
    GitOpsBinding old = put("blog", "old", OLD, "{}");

    assertThat(idOfRival(young)).isEmpty();
    pushed(old);
    assertThat(idOfRival(young)).contains(id("blog", "old"));
  }

  @Test
  void theNewestStatusOfARivalCounts() {
    Binding young = parsed(put("shop", "young", YOUNG, "{}"));
    GitOpsBinding old = put("shop", "old", OLD, "{}");
    assertThat(index.rivalOf(young)).isPresent();

    old.setStatus(status("InvalidTemplate", null));
    assertThat(index.rivalOf(young)).as("it is stalled").isEmpty();
  }

  @Test
  void aRivalThatHasBegunToBeDeletedHasNoClaim() {
    Binding young = parsed(put("shop", "young", YOUNG, "{}"));
    GitOpsBinding old = put("shop", "old", OLD, "{}");

    // The index still holds it.
    old.getMetadata().setDeletionTimestamp(YOUNG);

    assertThat(idOfRival(young)).isEmpty();
  }

  @Test
  void aBindingMayWriteAsLongAsItIsTheSameObjectWithTheSameSpec() {
    GitOpsBinding resource = put("shop", "web", OLD, "{}");
    Binding binding = parsed(resource);
    assertThat(index.mayWrite(binding, "uid-of-web")).isTrue();
    assertThat(index.mayWrite(binding, "uid-of-another")).isFalse();

    resource.getMetadata().setGeneration(4L);
    assertThat(index.mayWrite(binding, "uid-of-web")).as("another spec").isFalse();
    resource.getMetadata().setGeneration(null);
    assertThat(index.mayWrite(binding, "uid-of-web")).as("a spec that nobody counts").isFalse();

    resource.getMetadata().setGeneration(3L);
    resource.getMetadata().setDeletionTimestamp(YOUNG);
    assertThat(index.mayWrite(binding, "uid-of-web")).as("being deleted").isFalse();
    cache.remove("shop", "web");
    assertThat(index.mayWrite(binding, "uid-of-web")).as("gone").isFalse();
  }

  @Test
  void aBindingWithARivalMustNotWrite() {
    Binding young = parsed(put("shop", "young", YOUNG, "{}"));
    assertThat(index.mayWrite(young, "uid-of-web")).isTrue();

    put("shop", "old", OLD, "{}");

    assertThat(index.mayWrite(young, "uid-of-web")).isFalse();
  }

  @Test
  void nothingIsFoundBeforeThereIsACache() {
    Binding web = parsed(put("shop", "web", OLD, "{}"));
    BindingIndex early = new BindingIndex(new ParsedBindings(Duration.ofMinutes(1)));

    assertThat(early.all()).isEmpty();
    assertThat(new ImageFieldIndex(early).byField(web.writeTargets().getFirst())).isEmpty();
    assertThat(early.rivalOf(web)).isEmpty();
    assertThat(early.mayWrite(web, "uid-of-web")).isFalse();
  }

  private GitOpsBinding put(String namespace, String name, String created, String spec) {
    GitOpsBinding resource = Bindings.resource(spec);
    resource.getMetadata().setNamespace(namespace);
    resource.getMetadata().setName(name);
    resource.getMetadata().setCreationTimestamp(created);
    cache.put(resource);
    return resource;
  }

  private void deleted(GitOpsBinding resource) {
    resource.getMetadata().setDeletionTimestamp(YOUNG);
    cache.put(resource);
  }

  private static GitOpsBinding pushed(GitOpsBinding resource) {
    Binding binding = parsed(resource);
    resource.setStatus(
        status(
            "UpToDate",
            new LastPush("c", "old", "new", "time", binding.file(), binding.selection())));
    return resource;
  }

  private static GitOpsBindingStatus status(String ready, LastPush push) {
    return new GitOpsBindingStatus(
        null,
        null,
        null,
        null,
        null,
        null,
        push,
        null,
        null,
        List.of(new BindingCondition("Ready", "x", 3L, "time", ready, "message")));
  }

  private static String target(String containers) {
    return "{target: {kind: Deployment, name: web, containers: %s}}".formatted(containers);
  }

  private static String elsewhere() {
    return """
    target: {kind: Deployment, name: other}
    source: {url: "https://git.example.com/acme/other.git", ref: {branch: main}}
    manifest: {url: "https://git.example.com/d.git", ref: {branch: main}, path: other.yaml}
    """;
  }

  private static Binding parsed(GitOpsBinding resource) {
    return Bindings.parse(resource);
  }

  private static BindingId id(String namespace, String name) {
    return new BindingId(namespace, name);
  }
}
