package dev.gitopsbinding.controller.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.plan.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which bindings are woken when the claim or the source of another one changes. */
class WakingTest {
  private static final GitOpsBindingStatus NEW = GitOpsBindingStatus.EMPTY;
  private static final CommitSha FIRST = new CommitSha("1".repeat(40));
  private static final CommitSha SECOND = new CommitSha("2".repeat(40));
  private static final String ELSEWHERE =
      """
      source: {url: "https://git.example.com/acme/other.git", ref: {branch: main}}
      manifest: {url: "https://git.example.com/d.git", ref: {branch: main}, path: other.yaml}
      """;

  private final IndexedBindings cache = new IndexedBindings();
  private final BindingIndex index = new BindingIndex(new ParsedBindings(Duration.ofMinutes(1)));
  private final ReconcileTimer timer = new ReconcileTimer();
  private final ClaimChanges claims = new ClaimChanges(index, timer);
  private final List<String> announced = new ArrayList<>();
  private final SourceChanges sources =
      new SourceChanges(index, timer, binding -> announced.add(binding.name()));
  private final List<String> woken = new ArrayList<>();
  private Binding web;

  @BeforeEach
  void start() {
    index.addTo(cache);
    timer.setEventHandler(event -> woken.add(event.getRelatedCustomResourceID().getName()));
    timer.start();
    web = put("web", "{}");
    put("twin", "{}");
    put("other", ELSEWHERE);
  }

  @AfterEach
  void stop() {
    timer.stop();
  }

  @Test
  void aClaimWakesTheOtherBindingsOfItsFieldOnce() {
    claims.claim(web, NEW);
    assertThat(woken).containsExactly("twin");

    claims.claim(web, NEW);
    assertThat(woken).as("nothing changed").containsExactly("twin");
  }

  @Test
  void aClaimThatEndsWakesTheOtherBindingsOfItsField() {
    claims.claim(web, NEW);
    woken.clear();

    claims.renounce(web.id());

    assertThat(woken).containsExactly("twin");
  }

  @Test
  void aBindingWithoutAClaimWakesNoneWhenItIsGone() {
    claims.renounce(web.id());

    assertThat(woken).isEmpty();
  }

  @Test
  void aClaimWakesThoseThatPushToABranchThatItReadsOrPushesTo() {
    String manifest =
        "manifest: {url: \"https://git.example.com/d.git\", ref: {branch: %s}, path: %s.yaml}\n";
    put("pusher", manifest.formatted("main", "pusher") + "push: {branch: staging}");
    put("bystander", manifest.formatted("main", "bystander") + "push: {branch: elsewhere}");
    Binding reader = put("reader", manifest.formatted("staging", "reader"));
    Binding rival =
        put("rival", manifest.formatted("production", "rival") + "push: {branch: staging}");

    claims.claim(reader, NEW);
    assertThat(woken).containsExactlyInAnyOrder("pusher", "rival");
    woken.clear();
    claims.claim(rival, NEW);
    assertThat(woken).containsExactly("pusher");
    woken.clear();
    claims.renounce(reader.id());

    assertThat(woken).containsExactlyInAnyOrder("pusher", "rival");
  }

  @Test
  void aNewTipWakesTheOtherBindingsOfTheBranch() {
    sources.note(web, known(FIRST, 1));
    assertThat(woken).as("the first tip is no change").isEmpty();
    assertThat(sources.changedAt(web)).isEmpty();

    sources.note(web, known(SECOND, 2));

    assertThat(woken).containsExactly("twin");
    assertThat(announced).containsExactly("twin");
    assertThat(sources.changedAt(web)).contains(at(2));
  }

  @Test
  void noPushIsExpectedOfABindingThatOnlyPreviews() {
    put("preview", "mode: Preview");
    sources.note(web, known(FIRST, 1));

    sources.note(web, known(SECOND, 2));

    assertThat(woken).containsExactlyInAnyOrder("preview", "twin");
    assertThat(announced).containsExactly("twin");
  }

  @Test
  void aFailedReadIsNoChange() {
    sources.note(web, known(FIRST, 1));

    sources.note(web, new Fact.Unavailable<>(new Failure.Internal("No answer")));

    assertThat(woken).isEmpty();
  }

  @Test
  void aBranchWithoutReadersIsForgotten() {
    sources.note(web, known(FIRST, 1));
    sources.note(web, known(SECOND, 2));

    sources.forget(web.id());

    assertThat(sources.changedAt(web)).isEmpty();
  }

  private Binding put(String name, String spec) {
    GitOpsBinding resource = Bindings.resource(spec);
    resource.getMetadata().setName(name);
    cache.put(resource);
    Binding binding = Bindings.parse(resource);
    assertThat(binding.id()).isEqualTo(new BindingId("shop", name));
    return binding;
  }

  private static Fact<CommitSha> known(CommitSha tip, long second) {
    return new Fact.Known<>(tip, at(second));
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }
}
