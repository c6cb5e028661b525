package dev.gitopsbinding.controller.sync.promotion;

import static dev.gitopsbinding.controller.sync.promotion.PromotionFixture.COMMIT;
import static dev.gitopsbinding.controller.sync.promotion.PromotionFixture.START;
import static dev.gitopsbinding.controller.sync.promotion.PromotionFixture.following;
import static dev.gitopsbinding.controller.sync.promotion.PromotionFixture.rolledOut;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Promotion;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a binding learns of the one that it follows. */
class PromotionFinderTest {
  private final PromotionFixture fixture = new PromotionFixture();

  @Test
  void aSoakTimeIsOverWhenTheClockSaysSo() {
    // Given
    fixture.put("staging", "web", "{}").setStatus(rolledOut());
    fixture.put("shop", "web", following("staging", "web"));
    fixture.consent("staging", "web", "shop");

    // When, then
    fixture.clock.pass(Duration.ofMinutes(29));
    fixture.steady.pass(Duration.ofMinutes(3));
    assertThat(fixture.find("shop", "web"))
        .isEqualTo(
            new Fact.Known<>(
                new Promotion.Pending(
                    new Promotion.Soak(
                        COMMIT, START, START.plusSeconds(1800), Duration.ofMinutes(1))),
                Instant.EPOCH.plusSeconds(180)));
    fixture.clock.pass(Duration.ofMinutes(1));
    assertThat(fixture.find("shop", "web").known())
        .containsInstanceOf(Promotion.Offer.class)
        .hasValueSatisfying(
            offer -> {
              assertThat(((Promotion.Offer) offer).commit()).isEqualTo(COMMIT);
              assertThat(((Promotion.Offer) offer).origin().branch().branch()).isEqualTo("main");
            });
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
    fixture.put("shop", "staging", "{}").setStatus(rolledOut(type, reason));
    fixture.put("shop", "web", following("shop", "staging"));
    fixture.clock.pass(Duration.ofHours(1));

    // When
    Promotion promotion = fixture.find("shop", "web").known().orElseThrow();

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
    fixture.put("shop", "web", following("shop", "staging"));

    // When, then
    fixture.put("shop", "staging", "{suspend: true}").setStatus(rolledOut());
    assertThat(fixture.find("shop", "web").known()).contains(new Promotion.Held(Reason.SUSPENDED));
    fixture.put("shop", "staging", "{image: {name: 'no image'}}").setStatus(rolledOut());
    assertThat(fixture.find("shop", "web").known())
        .contains(new Promotion.Held(Reason.INVALID_SPEC));
  }

  @Test
  void aCycleIsNamedByEachOfItsMembersOnly() {
    // Given
    fixture.put("shop", "self", following("shop", "self"));
    fixture.put("shop", "a", following("shop", "b"));
    fixture.put("shop", "b", following("shop", "c"));
    fixture.put("shop", "c", following("shop", "a"));
    fixture.put("shop", "outside", following("shop", "a"));

    // When, then
    assertThat(fixture.refusal("shop", "self", Reason.PROMOTION_CYCLE))
        .contains("shop/self -> shop/self.");
    assertThat(fixture.refusal("shop", "a", Reason.PROMOTION_CYCLE))
        .contains("shop/a -> shop/b -> shop/c -> shop/a.");
    assertThat(fixture.refusal("shop", "c", Reason.PROMOTION_CYCLE))
        .contains("shop/c -> shop/a -> shop/b -> shop/c.");
    assertThat(fixture.find("shop", "outside").known()).contains(new Promotion.Pending(null));
  }

  @Test
  void nothingIsPromotedUntilThisProcessHasLookedAtTheStage() {
    // Given
    BindingId staging = new BindingId("shop", "staging");
    fixture.put("shop", "staging", "{}").setStatus(rolledOut());
    fixture.put("shop", "web", following("shop", "staging"));
    fixture.clock.pass(Duration.ofHours(1));
    fixture.unwatched.add(staging);
    assertThat(fixture.find("shop", "web").known()).contains(new Promotion.Pending(null));

    // When
    fixture.unwatched.remove(staging);

    // Then
    assertThat(fixture.find("shop", "web").known()).containsInstanceOf(Promotion.Offer.class);
  }

  @Test
  void theFirstOfTheChainTellsWhichFilesCount() {
    // Given
    fixture.put(
        "shop",
        "dev",
        "{source: {url: 'https://h/a/b', ref: {branch: m}, paths: {include: [services/web]}}}");
    fixture.put("shop", "staging", following("shop", "dev")).setStatus(rolledOut());
    fixture.put("shop", "web", following("shop", "staging"));
    fixture.clock.pass(Duration.ofHours(1));

    // When
    Promotion promotion = fixture.find("shop", "web").known().orElseThrow();

    // Then
    assertThat(promotion)
        .isInstanceOfSatisfying(
            Promotion.Offer.class,
            offer -> assertThat(offer.origin().paths().include()).containsExactly("services/web"));
  }

  @Test
  void aChainMayHaveSixteenBindings() {
    // Given
    fixture.put("shop", "stage0", "{}");
    IntStream.rangeClosed(1, 16)
        .forEach(i -> fixture.put("shop", "stage" + i, following("shop", "stage" + (i - 1))));

    // When, then
    assertThat(fixture.find("shop", "stage15").known()).contains(new Promotion.Pending(null));
    assertThat(fixture.refusal("shop", "stage16", Reason.PROMOTION_CYCLE))
        .contains("a chain of more than 16 bindings: shop/stage16 -> shop/stage15");
  }
}
