package dev.gitopsbinding.controller.sync.promotion;

import static dev.gitopsbinding.controller.sync.promotion.PromotionFixture.COMMIT;
import static dev.gitopsbinding.controller.sync.promotion.PromotionFixture.following;
import static dev.gitopsbinding.controller.sync.promotion.PromotionFixture.rolledOut;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Promotion;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bindings may follow one of another namespace, and what the others learn of it. */
class PromotionConsentTest {
  private final PromotionFixture fixture = new PromotionFixture();

  @Test
  void theRefusalDoesNotTellWhetherABindingOfAnotherNamespaceExists() {
    // Given
    fixture.put("shop", "web", following("staging", "web"));
    String absent = fixture.refusal("shop", "web", Reason.UPSTREAM_NOT_FOUND);

    // When
    fixture.put("staging", "web", "{}").setStatus(rolledOut());

    // Then
    assertThat(fixture.refusal("shop", "web", Reason.UPSTREAM_NOT_FOUND)).isEqualTo(absent);
    assertThat(absent)
        .isEqualTo(
            "spec.source.binding: the operator watches no GitOpsBinding staging/web that namespace shop may follow. Correct the name, or ask the owner of namespace staging to add shop to the annotation gitopsbinding.dev/promote-to of that binding.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "blog,shop", " blog , shop ", "blog\tshop"})
  void theAnnotationNamesNamespaces(String annotation) {
    // Given
    fixture.put("staging", "web", "{}").setStatus(rolledOut());
    fixture.put("shop", "web", following("staging", "web"));

    // When
    fixture.consent("staging", "web", annotation);

    // Then
    assertThat(fixture.find("shop", "web").known()).containsInstanceOf(Promotion.Pending.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "shop2", "Shop", "sho", "shop/web", "!shop"})
  void anotherAnnotationIsNoConsent(String annotation) {
    // Given
    fixture.put("staging", "web", "{}").setStatus(rolledOut());
    fixture.put("shop", "web", following("staging", "web"));

    // When
    fixture.consent("staging", "web", annotation);

    // Then
    fixture.refusal("shop", "web", Reason.UPSTREAM_NOT_FOUND);
  }

  @Test
  void inItsOwnNamespaceItNeedsNoConsentAndIsToldWhatIsMissing() {
    // Given
    fixture.put("shop", "web", following("shop", "staging"));
    assertThat(fixture.refusal("shop", "web", Reason.UPSTREAM_NOT_FOUND))
        .contains("there is no GitOpsBinding staging in namespace shop");

    // When
    fixture.put("shop", "staging", "{}");

    // Then
    assertThat(fixture.find("shop", "web").known()).contains(new Promotion.Pending(null));
  }

  @Test
  void aChainThatItsOwnersDoNotConsentToIsNotFollowed() {
    // Given: what staging follows does not consent, so that nobody learns of it
    fixture.put("shop", "web", following("shop", "staging"));
    fixture.put("shop", "staging", following("secret", "web")).setStatus(rolledOut());
    fixture.put("secret", "web", following("shop", "web"));
    fixture.clock.pass(Duration.ofHours(1));

    // When
    Promotion promotion = fixture.find("shop", "web").known().orElseThrow();

    // Then
    assertThat(promotion).isEqualTo(new Promotion.Offer(List.of(COMMIT), 0, null, null));
  }
}
