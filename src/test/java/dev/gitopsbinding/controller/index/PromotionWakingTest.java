package dev.gitopsbinding.controller.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.RolledOutCommit;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.kube.EventFilter;
import dev.gitopsbinding.model.BindingId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which bindings are woken when the one that they follow changes. */
class PromotionWakingTest {
  private final IndexedBindings cache = new IndexedBindings();
  private final BindingIndex index = new BindingIndex(new ParsedBindings(Duration.ofMinutes(1)));
  private final ReconcileTimer timer = new ReconcileTimer();
  private final PromotionChanges promotions = new PromotionChanges(index, timer);
  private final List<String> woken = new ArrayList<>();
  private GitOpsBinding staging;
  private GitOpsBinding production;

  @BeforeEach
  void start() {
    index.addTo(cache);
    timer.setEventHandler(event -> woken.add(event.getRelatedCustomResourceID().getName()));
    timer.start();
    staging = put("shop", "staging", "{}");
    production = put("shop", "production", "{source: {binding: {name: staging}}}");
    put("shop", "other", "{}");
  }

  @AfterEach
  void stop() {
    timer.stop();
  }

  @Test
  void nobodyIsLookedForWhereNoBindingFollowsAnother() {
    var alone = new IndexedBindings();
    var plain = new BindingIndex(new ParsedBindings(Duration.ofMinutes(1)));
    plain.addTo(alone);
    var changes = new PromotionChanges(plain, timer);
    alone.put(staging);

    changes.note(staging, status("UpToDate"));
    assertThat(changes.isFollowed(staging)).isFalse();
    assertThat(alone.lookups("upstream")).isZero();

    alone.put(production);
    assertThat(changes.isFollowed(staging)).isTrue();
  }

  @Test
  void aRolloutWakesTheFollowersOnce() {
    promotions.note(staging, status("UpToDate"));
    woken.clear();

    GitOpsBindingStatus after =
        status("UpToDate")
            .withRollouts(List.of(new RolledOutCommit("c", "t", "2026-01-01T00:00:00Z", null)));
    promotions.note(staging, after);
    assertThat(woken).containsExactly("production");

    promotions.note(staging, after);
    assertThat(woken).as("nothing changed").containsExactly("production");
  }

  @Test
  void theFirstLookSinceTheStartWakesTheFollowers() {
    BindingId id = new BindingId("shop", "staging");
    assertThat(promotions.knows(id)).isFalse();

    promotions.note(staging, status("UpToDate"));
    assertThat(promotions.knows(id)).isTrue();
    assertThat(woken).containsExactly("production");

    promotions.forget(id);
    assertThat(promotions.knows(id)).isFalse();
  }

  @Test
  void aHoldAConsentAndTheEndWakeTheFollowers() {
    promotions.note(staging, status("UpToDate"));
    promotions.note(staging, status("ManifestChanged"));
    staging.getMetadata().setAnnotations(Map.of(GitOpsBinding.PROMOTE_TO, "blog"));
    promotions.note(staging, status("ManifestChanged"));
    promotions.forget(new BindingId("shop", "staging"));

    assertThat(woken).hasSize(4).containsOnly("production");
  }

  @Test
  void whatFollowersDoNotReadWakesNobody() {
    promotions.note(staging, status("UpToDate"));
    woken.clear();

    promotions.note(staging, status("ImageNotFound"));
    promotions.note(production, status("ManifestChanged"));

    assertThat(woken).isEmpty();
  }

  @Test
  void aNewFollowerWakesTheBindingOnce() {
    promotions.follow(Bindings.parse(production));
    promotions.follow(Bindings.parse(production));
    promotions.follow(Bindings.parse(staging));
    promotions.follow(Bindings.parse(put("shop", "lost", "{source: {binding: {name: absent}}}")));

    assertThat(woken).containsExactly("staging");
  }

  @Test
  void aFollowerWhoseSpecIsNotValidForAMomentCountsAndItsRepairWakes() {
    // Given
    promotions.follow(Bindings.parse(production));
    woken.clear();

    // When
    put("shop", "production", "{source: {binding: {name: staging, soak: soon}}}");
    promotions.unfollow(new BindingId("shop", "production"));

    // Then
    assertThat(promotions.isFollowed(staging)).as("it keeps its rollouts").isTrue();

    // When
    promotions.follow(Bindings.parse(production));

    // Then
    assertThat(woken).containsExactly("staging");
  }

  @Test
  void aBindingIsFollowedOnlyByThoseThatMay() {
    GitOpsBinding elsewhere = put("central", "web", "{}");
    put("blog", "web", "{source: {binding: {name: web, namespace: central}}}");

    assertThat(promotions.isFollowed(staging)).isTrue();
    assertThat(promotions.isFollowed(production)).isFalse();
    assertThat(promotions.isFollowed(elsewhere)).isFalse();
    elsewhere.getMetadata().setAnnotations(Map.of(GitOpsBinding.PROMOTE_TO, "blog"));
    assertThat(promotions.isFollowed(elsewhere)).isTrue();
  }

  @Test
  void aChangeOfTheConsentIsAnEvent() {
    GitOpsBinding before = Bindings.resource("{}");
    GitOpsBinding after = Bindings.resource("{}");
    assertThat(new EventFilter().accept(after, before)).isFalse();

    after.getMetadata().setAnnotations(Map.of(GitOpsBinding.PROMOTE_TO, "blog"));

    assertThat(new EventFilter().accept(after, before)).isTrue();
  }

  private GitOpsBinding put(String namespace, String name, String spec) {
    GitOpsBinding resource = Bindings.resource(spec);
    resource.getMetadata().setNamespace(namespace);
    resource.getMetadata().setName(name);
    cache.put(resource);
    return resource;
  }

  private static GitOpsBindingStatus status(String reason) {
    var ready = new BindingCondition("Ready", "False", 3L, "2026-01-01T00:00:00Z", reason, "");
    return new GitOpsBindingStatus(
        3L, null, null, null, null, null, null, null, null, List.of(ready));
  }
}
