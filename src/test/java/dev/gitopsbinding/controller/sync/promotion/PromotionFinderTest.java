package dev.gitopsbinding.controller.sync.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.RolledOutCommit;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.binding.parser.BindingParser;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Promotion;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a binding may learn of the one that it follows, from a cache that holds a few bindings. */
class PromotionFinderTest {
  private static final Instant START = Instant.parse("2026-02-03T04:00:00Z");
  private static final CommitSha COMMIT = new CommitSha("a".repeat(40));

  private final SteppedClock clock = new SteppedClock(START);
  private final SteppedClock steady = new SteppedClock(Instant.EPOCH);
  private final Map<BindingId, GitOpsBinding> cache = new HashMap<>();
  private final Set<BindingId> unwatched = new HashSet<>();
  private final PromotionFinder finder =
      new PromotionFinder(
          id -> Optional.ofNullable(cache.get(id)),
          PromotionFinderTest::parsed,
          id -> !unwatched.contains(id),
          clock,
          steady,
          null);

  @Test
  void aSoakTimeIsOverWhenTheClockSaysSo() {
    // Given
    put("staging", "web", "{}").setStatus(rolledOut());
    put("shop", "web", following("staging", "web"));
    consent("staging", "web", "shop");

    // When, then
    clock.pass(Duration.ofMinutes(29));
    steady.pass(Duration.ofMinutes(3));
    assertThat(find("shop", "web"))
        .isEqualTo(
            new Fact.Known<>(
                new Promotion.Pending(
                    new Promotion.Soak(
                        COMMIT, START, START.plusSeconds(1800), Duration.ofMinutes(1))),
                Instant.EPOCH.plusSeconds(180)));
    clock.pass(Duration.ofMinutes(1));
    assertThat(find("shop", "web").known())
        .containsInstanceOf(Promotion.Offer.class)
        .hasValueSatisfying(
            offer -> {
              assertThat(((Promotion.Offer) offer).commit()).isEqualTo(COMMIT);
              assertThat(((Promotion.Offer) offer).origin().branch().branch()).isEqualTo("main");
            });
  }

  @Test
  void theRefusalDoesNotTellWhetherABindingOfAnotherNamespaceExists() {
    // Given
    put("shop", "web", following("staging", "web"));
    String absent = refusal("shop", "web", Reason.UPSTREAM_NOT_FOUND);

    // When
    put("staging", "web", "{}").setStatus(rolledOut());

    // Then
    assertThat(refusal("shop", "web", Reason.UPSTREAM_NOT_FOUND)).isEqualTo(absent);
    assertThat(absent)
        .isEqualTo(
            "spec.source.binding: the operator watches no GitOpsBinding staging/web that namespace shop may follow. Correct the name, or ask the owner of namespace staging to add shop to the annotation gitopsbinding.dev/promote-to of that binding.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "blog,shop", " blog , shop ", "blog\tshop"})
  void theAnnotationNamesNamespaces(String annotation) {
    // Given
    put("staging", "web", "{}").setStatus(rolledOut());
    put("shop", "web", following("staging", "web"));

    // When
    consent("staging", "web", annotation);

    // Then
    assertThat(find("shop", "web").known()).containsInstanceOf(Promotion.Pending.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "shop2", "Shop", "sho", "shop/web", "!shop"})
  void anotherAnnotationIsNoConsent(String annotation) {
    // Given
    put("staging", "web", "{}").setStatus(rolledOut());
    put("shop", "web", following("staging", "web"));

    // When
    consent("staging", "web", annotation);

    // Then
    refusal("shop", "web", Reason.UPSTREAM_NOT_FOUND);
  }

  @Test
  void inItsOwnNamespaceItNeedsNoConsentAndIsToldWhatIsMissing() {
    // Given
    put("shop", "web", following("shop", "staging"));
    assertThat(refusal("shop", "web", Reason.UPSTREAM_NOT_FOUND))
        .contains("there is no GitOpsBinding staging in namespace shop");

    // When
    put("shop", "staging", "{}");

    // Then
    assertThat(find("shop", "web").known()).contains(new Promotion.Pending(null));
  }

  @ParameterizedTest
  @CsvSource({
    "Ready,     ManifestChanged,          true",
    "Ready,     SourceRewound,            true",
    "Ready,     PromotionHeld,            true",
    "Ready,     PromotionCycle,           true",
    "Ready,     ConflictingBinding,       true",
    "Ready,     InvalidSpec,              true",
    "Ready,     ChecksFailed,             false",
    "Ready,     ImageNotFound,            false",
    "Ready,     HostUnreachable,          false",
    "Ready,     Soaking,                  false",
    "Ready,     UpToDate,                 false",
    "RolledOut, ProgressDeadlineExceeded, true",
    "RolledOut, RolloutDegraded,          true",
    "RolledOut, Progressing,              false",
  })
  void aStageThatHasStoppedStopsTheNext(String type, String reason, boolean held) {
    // Given
    put("shop", "staging", "{}").setStatus(rolledOut(type, reason));
    put("shop", "web", following("shop", "staging"));
    clock.pass(Duration.ofHours(1));

    // When
    Promotion promotion = find("shop", "web").known().orElseThrow();

    // Then
    if (held) {
      assertThat(promotion).isEqualTo(new Promotion.Held(Reason.of(reason).orElseThrow()));
    } else {
      assertThat(promotion).isInstanceOf(Promotion.Offer.class);
    }
  }

  @Test
  void aSuspendedStageStopsTheNextAndOneThatCannotBeReadToo() {
    // Given
    put("shop", "web", following("shop", "staging"));

    // When, then
    put("shop", "staging", "{suspend: true}").setStatus(rolledOut());
    assertThat(find("shop", "web").known()).contains(new Promotion.Held(Reason.SUSPENDED));
    put("shop", "staging", "{image: {name: 'no image'}}").setStatus(rolledOut());
    assertThat(find("shop", "web").known()).contains(new Promotion.Held(Reason.INVALID_SPEC));
  }

  @Test
  void aCycleIsNamedByEachOfItsMembersOnly() {
    // Given
    put("shop", "self", following("shop", "self"));
    put("shop", "a", following("shop", "b"));
    put("shop", "b", following("shop", "c"));
    put("shop", "c", following("shop", "a"));
    put("shop", "outside", following("shop", "a"));

    // When, then
    assertThat(refusal("shop", "self", Reason.PROMOTION_CYCLE)).contains("shop/self -> shop/self.");
    assertThat(refusal("shop", "a", Reason.PROMOTION_CYCLE))
        .contains("shop/a -> shop/b -> shop/c -> shop/a.");
    assertThat(refusal("shop", "c", Reason.PROMOTION_CYCLE))
        .contains("shop/c -> shop/a -> shop/b -> shop/c.");
    assertThat(find("shop", "outside").known()).contains(new Promotion.Pending(null));
  }

  @Test
  void aChainThatItsOwnersDoNotConsentToIsNotFollowed() {
    // Given: what staging follows does not consent, so that nobody learns of it
    put("shop", "web", following("shop", "staging"));
    put("shop", "staging", following("secret", "web")).setStatus(rolledOut());
    put("secret", "web", following("shop", "web"));
    clock.pass(Duration.ofHours(1));

    // When
    Promotion promotion = find("shop", "web").known().orElseThrow();

    // Then
    assertThat(promotion).isEqualTo(new Promotion.Offer(List.of(COMMIT), 0, null, null));
  }

  @Test
  void nothingIsPromotedUntilThisProcessHasLookedAtTheStage() {
    // Given
    BindingId staging = new BindingId("shop", "staging");
    put("shop", "staging", "{}").setStatus(rolledOut());
    put("shop", "web", following("shop", "staging"));
    clock.pass(Duration.ofHours(1));
    unwatched.add(staging);
    assertThat(find("shop", "web").known()).contains(new Promotion.Pending(null));

    // When
    unwatched.remove(staging);

    // Then
    assertThat(find("shop", "web").known()).containsInstanceOf(Promotion.Offer.class);
  }

  @Test
  void theFirstOfTheChainTellsWhichFilesCount() {
    // Given
    put(
        "shop",
        "dev",
        "{source: {url: 'https://h/a/b', ref: {branch: m}, paths: {include: [services/web]}}}");
    put("shop", "staging", following("shop", "dev")).setStatus(rolledOut());
    put("shop", "web", following("shop", "staging"));
    clock.pass(Duration.ofHours(1));

    // When
    Promotion promotion = find("shop", "web").known().orElseThrow();

    // Then
    assertThat(promotion)
        .isInstanceOfSatisfying(
            Promotion.Offer.class,
            offer -> assertThat(offer.origin().paths().include()).containsExactly("services/web"));
  }

  @Test
  void aChainMayHaveSixteenBindings() {
    // Given
    put("shop", "stage0", "{}");
    IntStream.rangeClosed(1, 16)
        .forEach(i -> put("shop", "stage" + i, following("shop", "stage" + (i - 1))));

    // When, then
    assertThat(find("shop", "stage15").known()).contains(new Promotion.Pending(null));
    assertThat(refusal("shop", "stage16", Reason.PROMOTION_CYCLE))
        .contains("a chain of more than 16 bindings: shop/stage16 -> shop/stage15");
  }

  private Fact<Promotion> find(String namespace, String name) {
    Binding binding = Bindings.parse(cache.get(new BindingId(namespace, name)));
    return finder.find(
        Observation.of(
            binding, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), Instant.EPOCH),
        TimeLimit.in(Duration.ofSeconds(1), steady));
  }

  private String refusal(String namespace, String name, Reason reason) {
    if (find(namespace, name) instanceof Fact.Unavailable<Promotion>(var failure)) {
      assertThat(failure.reason()).isEqualTo(reason);
      return failure.message();
    }
    throw new AssertionError("it was found");
  }

  private GitOpsBinding put(String namespace, String name, String spec) {
    GitOpsBinding resource = Bindings.resource(spec);
    resource.getMetadata().setNamespace(namespace);
    resource.getMetadata().setName(name);
    cache.put(new BindingId(namespace, name), resource);
    return resource;
  }

  private void consent(String namespace, String name, String annotation) {
    cache
        .get(new BindingId(namespace, name))
        .getMetadata()
        .setAnnotations(Map.of(GitOpsBinding.PROMOTE_TO, annotation));
  }

  private static String following(String namespace, String name) {
    return "{source: {binding: {name: %s, namespace: %s, soak: 30m}}}".formatted(name, namespace);
  }

  private static GitOpsBindingStatus rolledOut() {
    return rolledOut("RolledOut", "Complete");
  }

  private static GitOpsBindingStatus rolledOut(String type, String reason) {
    var condition = new BindingCondition(type, "False", 3L, START.toString(), reason, "");
    return new GitOpsBindingStatus(
            3L, null, null, null, null, null, null, null, null, List.of(condition))
        .withRollouts(
            List.of(new RolledOutCommit(COMMIT.hex(), COMMIT.hex(), START.toString(), null)));
  }

  private static Optional<Binding> parsed(GitOpsBinding resource) {
    return BindingParser.parse(resource) instanceof Result.Ok<Binding>(var binding)
        ? Optional.of(binding)
        : Optional.empty();
  }
}
